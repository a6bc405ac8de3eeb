import { connectAs, isThere } from '../cluster/acquire.ts';
import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import type { Bank } from '../lab/bank.ts';
import { providerOf } from '../session/world.ts';
import { taskOf } from './navigate.ts';
import { clusterAt, mayBeBroken, removeWithLabs } from './place.ts';
import { bringUp, type ProvisionOptions, requireExam } from './provision.ts';
import { type ExamRecord, notMade, taskIn, updateExam } from './record.ts';
import { drawnTask } from './seeded.ts';

/** What a repair makes anew. */
export interface Repair {
  /** Keys of clusters that are deleted and made anew, with every task on them. */
  clusters: string[];
  /** Numbers of the tasks that are seeded anew. */
  tasks: number[];
  /** Those of them on which work is lost. */
  loses: number[];
}

/**
 * What is to be made anew: the task of that number, with its cluster where that does not answer or
 * is the task's own; without a number whatever is lost, gone or does not answer. Changes nothing.
 * Throws UsageError for a number that the exam hasn't.
 */
export async function planRepair(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  number?: number,
): Promise<Repair> {
  const stateOf = (one: number) => taskIn(exam, one)?.state;
  const named = number === undefined ? undefined : drawnTask(exam, taskOf(exam, number).number);
  const keys = named ? [named.cluster] : exam.draw.clusters.map(({ key }) => key);
  const broken = await Promise.all(
    keys.map(async (key) => {
      const forced = named !== undefined && mayBeBroken(exam, bank, key);
      return forced || (await isLost(context, bank, exam, key)) ? [key] : [];
    }),
  );
  const clusters = broken.flat();
  const tasks = exam.draw.tasks
    .filter(
      (task) =>
        clusters.includes(task.cluster) ||
        (named ? task.number === named.number : stateOf(task.number) === 'lost'),
    )
    .map((task) => task.number);
  return { clusters, tasks, loses: tasks.filter((one) => stateOf(one) === 'ready') };
}

/** Makes anew what was planned. Interrupted, `provision` goes on with it. */
export function repairExam(
  context: Context,
  bank: Bank,
  { clusters, tasks }: Repair,
  options: ProvisionOptions = {},
): Promise<ExamRecord> {
  return exclusively(context, async () => {
    const exam = await requireExam(context);
    await updateExam(context, (record) => {
      for (const key of clusters) {
        record.clusters[key] = notMade();
      }
      for (const task of record.tasks.filter(({ number }) => tasks.includes(number))) {
        Object.assign(task, { state: 'waiting', why: null, report: null });
      }
    });
    for (const key of clusters) {
      const record = await clusterAt(context, exam, key);
      if (!record) continue;
      await context.progress.step(`Deleting cluster ${record.name}`, () =>
        removeWithLabs(context, record),
      );
    }
    return bringUp(context, bank, options);
  });
}

const ANSWER_WITHIN_MS = 10_000;

/** Whether a cluster of the exam is not there, or does not answer though nothing on it may be broken. */
async function isLost(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  key: string,
): Promise<boolean> {
  const { state } = exam.clusters[key] ?? {};
  if (state === 'lost') return true;
  if (state !== 'up') return false;
  const record = await clusterAt(context, exam, key);
  if (!record) return true;
  const provider = providerOf(context, record);
  const there = await provider.state(record);
  if (there !== 'running') return !isThere(there);
  if (mayBeBroken(exam, bank, key)) return false;
  try {
    const connection = await connectAs(context, provider, record, 'grader');
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const { status } = await connection.request('GET', '/readyz', { accept: '*/*', signal });
    return status >= 300;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return true;
  }
}
