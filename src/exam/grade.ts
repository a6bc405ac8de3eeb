import type { Context } from '../context.ts';
import { patient } from '../host/patience.ts';
import type { Bank } from '../lab/bank.ts';
import type { ExamReport } from '../report/exam-model.ts';
import type { LabReport } from '../report/model.ts';
import { learnerFolder } from '../session/files.ts';
import { reachOf, reportOn } from '../session/grade.ts';
import { fetchedFiles } from './files.ts';
import { wake } from './place.ts';
import { requireExam } from './provision.ts';
import { type ExamRecord, updateExam } from './record.ts';
import { examReport, type LabFacts } from './score.ts';
import { folderOf, taskLab } from './seeded.ts';
import { setTask, whyLost } from './states.ts';
import { allEnded, turns } from './turns.ts';

/** Labs that are graded at once: under more load, networks and programs in pods answer too late. */
const GRADINGS = 3;

/**
 * Grades a task as it stands; what the learner wrote on an exam host was fetched before. Throws
 * where no report can be made at all.
 */
export async function gradeTask(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  number: number,
): Promise<LabReport> {
  const active = await taskLab(context, bank, exam, number);
  const folder = folderOf(exam, number);
  const reach = await reachOf(context, active.cluster);
  const file = folder && fetchedFiles(folder, learnerFolder(context, active.record));
  const report = await reportOn(context, active, { ...reach, ...(file ? { file } : {}) });
  const { hints = 0, solutionSeen = false } =
    exam.tasks.find((task) => task.number === number) ?? {};
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
  await context.progress.step(`Grading ${exam.draw.tasks.length} tasks`, () =>
    allEnded(
      exam.draw.tasks.map((task) =>
        turn(async () => {
          const { state } = exam.tasks.find(({ number }) => number === task.number) ?? {};
          if (state === 'lost') return;
          const { why, report } = await attempt(context, async () => {
            await awake.get(task.cluster);
            return gradeTask(patient(context), bank, exam, task.number);
          });
          await setTask(context, task.number, { report, why });
        }),
      ),
    ),
  );
  const times = { ended, gradingBegan, graded: context.now() };
  return closeExam(context, bank, times);
}

/** Makes the report of what was graded, and keeps it in the exam's record. */
export async function closeExam(
  context: Context,
  bank: Bank,
  times: Parameters<typeof examReport>[2],
): Promise<ExamReport> {
  const exam = await requireExam(context);
  const report = examReport(exam, labFacts(bank), times);
  await updateExam(context, (record) => {
    record.report = report;
    record.phase = 'graded';
  });
  return report;
}

function labFacts(bank: Bank): ReadonlyMap<string, LabFacts> {
  return bank.labs;
}

/** Nodes that a reboot stopped are started, all at once. What fails is thrown where it is waited for. */
async function wakeAll(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
): Promise<Map<string, Promise<unknown>>> {
  const up = Object.keys(exam.clusters).filter((key) => exam.clusters[key]?.state === 'up');
  const waking = new Map(up.map((key) => [key, wake(context, exam, bank, key)]));
  await Promise.allSettled(waking.values());
  return waking;
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
