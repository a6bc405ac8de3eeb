import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { groundOf } from '../session/undo.ts';
import { lookAround, pathsOn, type Seed, seedIn } from './damage.ts';
import type { DrawnTask } from './draw.ts';
import { clusterAt } from './place.ts';
import type { ExamRecord } from './record.ts';
import { instanceFor } from './seeded.ts';

/** A cluster that does not answer within this is not waited for. */
const ANSWER_WITHIN_MS = 20_000;

/** What the seeds of tasks hold now, by their numbers; null where the cluster does not answer. */
export async function seedsOf(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  tasks: readonly DrawnTask[],
): Promise<Map<number, Seed | null>> {
  const keys = [...new Set(tasks.map(({ cluster }) => cluster))];
  const seeds = await Promise.all(
    keys.map(async (key) => {
      const own = tasks.filter(({ cluster }) => cluster === key);
      const found = await orNothing(context, (within) => seedsOn(within, bank, exam, key, own));
      return own.map(({ number }): [number, Seed | null] => [number, found?.get(number) ?? null]);
    }),
  );
  return new Map(seeds.flat());
}

async function seedsOn(
  context: Context,
  bank: Bank,
  exam: ExamRecord,
  key: string,
  tasks: readonly DrawnTask[],
): Promise<Map<number, Seed>> {
  const cluster = await clusterAt(context, exam, key);
  if (!cluster) return new Map();
  const { connection, resources, nodes } = await groundOf(context, cluster);
  const around = await lookAround(connection, resources);
  return new Map(
    await Promise.all(
      tasks.map(async (task): Promise<[number, Seed]> => {
        const { owns } = instanceFor(context, bank, exam, task, cluster);
        const paths = await pathsOn(context, nodes, owns.paths);
        return [task.number, { ...seedIn(around, owns), ...paths }];
      }),
    ),
  );
}

/** What a cluster answers in time; a request that is cut off says that it was interrupted. */
async function orNothing<T>(
  context: Context,
  work: (within: Context) => Promise<T>,
): Promise<T | undefined> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  try {
    return await work({ ...context, signal });
  } catch (error) {
    if (context.signal.aborted) throw new Interrupted();
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}
