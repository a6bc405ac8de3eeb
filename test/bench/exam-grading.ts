import { execa } from 'execa';
import { clusterFiles } from '../../src/cluster/record.ts';
import type { Context } from '../../src/context.ts';
import type { DrawnTask } from '../../src/exam/draw.ts';
import { GRADINGS, gradeTask } from '../../src/exam/grade.ts';
import { clusterAt } from '../../src/exam/place.ts';
import type { ExamRecord } from '../../src/exam/record.ts';
import { allEnded, turns } from '../../src/exam/turns.ts';
import { openWays, type Ways } from '../../src/grading/facts.ts';
import { patient } from '../../src/host/patience.ts';
import type { Bank } from '../../src/lab/bank.ts';
import { reachOf } from '../../src/session/grade.ts';
import { noting, promptExecs, type Seen } from './exam-ways.ts';
import { ask, type Question, questionsOf } from './grade.ts';
import { milliseconds } from './measure.ts';

/** An exam whose tasks are solved, and what grades it. */
export interface Solved {
  exams: Context;
  bank: Bank;
  exam: ExamRecord;
}

/** What one task asked when it was graded alone, and the milliseconds that this took. */
export interface Asked {
  task: DrawnTask;
  questions: readonly Question[];
  seen: Seen;
  time: number;
}

/**
 * Grades tasks as an exam's are graded: some at once, each cluster over one new connection; `through`
 * gives each task its ways. Throws where one is not graded as right.
 */
export async function gradeAll(
  { exams, bank, exam }: Solved,
  tasks: readonly DrawnTask[],
  through: (ways: Ways, task: DrawnTask) => Ways = (ways) => ways,
): Promise<void> {
  const open = new Map<string, Promise<Ways>>();
  for (const { cluster } of tasks) {
    if (!open.has(cluster)) open.set(cluster, waysTo({ exams, exam }, cluster));
  }
  const turn = turns(GRADINGS);
  await allEnded(
    tasks.map((task) =>
      turn(async () => {
        const ways = through((await open.get(task.cluster)) as Ways, task);
        const report = await gradeTask(patient(exams), bank, exam, task.number, ways);
        if (report.score === report.max) return;
        const wrong = report.checks.filter(({ verdict }) => verdict !== 'passed');
        throw new Error(`${task.lab} is not graded as right: ${JSON.stringify(wrong)}`);
      }),
    ),
  );
}

async function waysTo({ exams, exam }: Pick<Solved, 'exams' | 'exam'>, key: string): Promise<Ways> {
  const cluster = await clusterAt(exams, exam, key);
  if (!cluster) throw new Error(`the cluster ${key} is gone`);
  return openWays(await reachOf(exams, cluster));
}

/** Grades each task alone, one after the other. */
export async function eachAlone(solved: Solved): Promise<Asked[]> {
  const all: Asked[] = [];
  for (const task of solved.exam.draw.tasks) {
    const seen: Seen = { execs: [], looks: [] };
    let time = 0;
    const questions = await questionsOf(async () => {
      time = await milliseconds(() => gradeAll(solved, [task], (ways) => noting(ways, seen)));
    });
    all.push({ task, questions, seen, time });
  }
  return all;
}

/**
 * The same questions to the API, and programs in pods but for probes that wait for silence, by one
 * kubectl after the other. Looks at nodes are left out: kubectl has none.
 */
export async function askAll(
  kubectl: string,
  { exams, exam }: Pick<Solved, 'exams' | 'exam'>,
  asked: readonly Asked[],
): Promise<void> {
  for (const { task, questions, seen } of asked) {
    const { name } = exam.clusters[task.cluster] ?? {};
    const { graderKubeconfig } = clusterFiles(exams, name ?? '');
    await ask(kubectl, questions, graderKubeconfig);
    for (const { target, command } of promptExecs(seen)) {
      const { namespace, pod, container } = target;
      const where = ['--namespace', namespace, pod, '--container', container];
      const args = ['exec', '--kubeconfig', graderKubeconfig, ...where, '--', ...command];
      await execa(kubectl, args, { reject: false });
    }
  }
}
