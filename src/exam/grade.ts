import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { openWays, type Ways } from '../grading/facts.ts';
import { patient } from '../host/patience.ts';
import type { Bank } from '../lab/bank.ts';
import type { ExamReport } from '../report/exam-model.ts';
import type { LabReport } from '../report/model.ts';
import { learnerFolder } from '../session/files.ts';
import { reachOf, reportOn } from '../session/grade.ts';
import { requireSameAddresses } from '../session/wake.ts';
import type { DrawnTask } from './draw.ts';
import { fetchedFiles } from './files.ts';
import { wake } from './place.ts';
import { requireExam } from './provision.ts';
import { type ExamRecord, taskIn, updateExam } from './record.ts';
import { examReport } from './score.ts';
import { folderOf, taskLab } from './seeded.ts';
import { setTask, whyLost } from './states.ts';
import { allEnded, turns } from './turns.ts';

/** Labs that are graded at once: under more load, networks and programs in pods answer too late. */
export const GRADINGS = 3;

/**
 * Grades a task as it stands; what the learner wrote on an exam host was fetched before. `ways`:
 * open ones to its cluster. Throws where no report can be made at all.
 */
export async function gradeTask(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  number: number,
  ways?: Ways,
): Promise<LabReport> {
  const active = await taskLab(context, bank, exam, number);
  await requireSameAddresses(context, active);
  const folder = folderOf(exam, number);
  const own = ways ?? (await waysTo(context, active.cluster));
  const { file } = folder ? fetchedFiles(folder, learnerFolder(context, active.record)) : own;
  const report = await reportOn(context, active, { ...own, file });
  const { hints = 0, solutionSeen = false } = taskIn(exam, number) ?? {};
  return { ...report, mode: exam.mode, hints, solutionSeen };
}

/**
 * Grades every task of the exam in this world as it stands, and keeps the report in its record,
 * which is `graded` then. `ended`: when work ended, in milliseconds since the epoch. A task that was
 * lost, or whose cluster does not answer, is an error of that task alone.
 */
export async function gradeExam(
  context: Context,
  bank: Bank,
  { ended }: { ended: number },
): Promise<ExamReport> {
  const exam = await requireExam(context);
  const gradingBegan = context.now();
  const awake = await wakeAll(context, bank, exam);
  const turn = turns(GRADINGS);
  const gradeOne = async ({ number, cluster }: DrawnTask) => {
    if (taskIn(exam, number)?.state === 'lost') return;
    const graded = await attempt(context, async () =>
      gradeTask(patient(context), bank, exam, number, await awake.get(cluster)),
    );
    await setTask(context, number, graded);
  };
  const { tasks } = exam.draw;
  await context.progress.step(`Grading ${tasks.length} tasks`, () =>
    allEnded(tasks.map((task) => turn(() => gradeOne(task)))),
  );
  return closeExam(context, bank, { ended, gradingBegan, graded: context.now() });
}

/** Makes the report of what was graded, and keeps it in the exam's record. */
export async function closeExam(
  context: Context,
  bank: Bank,
  times: Parameters<typeof examReport>[2],
): Promise<ExamReport> {
  const exam = await requireExam(context);
  const report = examReport(exam, bank.labs, times);
  await updateExam(context, (record) => {
    record.report = report;
    record.phase = 'graded';
  });
  return report;
}

/**
 * Ways to each cluster that is up, by its key. Nodes that a reboot stopped are started, all at once.
 * What fails is thrown where it is waited for.
 */
async function wakeAll(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
): Promise<Map<string, Promise<Ways>>> {
  const up = Object.keys(exam.clusters).filter((key) => exam.clusters[key]?.state === 'up');
  const waking = up.map(async (key) => waysTo(context, await wake(context, exam, bank, key)));
  await Promise.allSettled(waking);
  return new Map(up.map((key, index) => [key, waking[index] as Promise<Ways>]));
}

async function waysTo(context: Context, cluster: ClusterRecord): Promise<Ways> {
  return openWays(await reachOf(context, cluster));
}

/** A report, or in words why there is none: ours, not the learner's. */
export async function attempt(
  context: Context,
  work: () => Promise<LabReport>,
): Promise<{ report: LabReport | null; why: string | null }> {
  try {
    return { report: await work(), why: null };
  } catch (error) {
    return { report: null, why: `it could not be graded: ${whyLost(context, error)}` };
  }
}
