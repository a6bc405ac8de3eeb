import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { Interrupted, KnownError, messageOf } from '../errors.ts';
import type { LabInstance } from '../lab/instance.ts';
import { plan } from '../plan/plan.ts';
import type { LabReport } from '../report/model.ts';
import type { VerifiedRun } from '../report/verified.ts';
import { newRecord, seedAnew } from '../session/begin.ts';
import { instanceOn } from '../session/files.ts';
import type { LabRecord } from '../session/record.ts';
import { expectation } from './compare.ts';
import { playRun } from './run.ts';
import type { Chain, RunPlan } from './runs.ts';
import type { Turn } from './turns.ts';

/** A chain of runs for one variant of a lab. */
export interface Stretch {
  instance: LabInstance;
  chain: Chain;
}

/** Who else is on the cluster. */
export interface Company {
  /** Nobody is there, or can come before this ends. */
  alone: boolean;
  /** What belongs to labs that may be there. */
  beside: readonly LabInstance['owns'][];
}

/** How runs are played. */
export interface Playing {
  /** Seeding, a script and grading begin each when it is their turn. */
  turn: Turn;
  /** Called as each run ends. */
  ended: (run: VerifiedRun) => void;
}

/**
 * Plays a chain on a cluster from the lab's start to its end. Only an interruption is thrown:
 * whatever else goes wrong is a run's outcome. True when every run could be done.
 */
export async function playChain(
  context: Context,
  cluster: ClusterRecord,
  stretch: Stretch,
  { alone, beside }: Company,
  { turn, ended }: Playing,
): Promise<boolean> {
  const { lab, seed } = stretch.instance;
  const instance = instanceOn(context, lab, seed, cluster);
  const quiet = withoutSteps(context);
  let record: LabRecord | undefined;
  let before: LabReport | undefined;
  let broken: string | undefined;
  let sound = true;
  for (const run of stretch.chain) {
    const started = context.now();
    const end = (outcome: VerifiedRun['outcome'], found: { expected?: string; actual: string }) =>
      ended({
        ...rowOf(instance, run),
        ...found,
        outcome,
        milliseconds: context.now() - started,
      });
    if (broken !== undefined) {
      end('different', { actual: `not played, since ${broken} did not end well` });
      continue;
    }
    try {
      const title = `${instance.id} ${instance.seed} ${run.name}`;
      const played = await context.progress.step(title, async () => {
        record ??= await turn(() => start(quiet, cluster, instance, alone));
        return playRun(quiet, { record, cluster, instance }, run, { before, beside, turn });
      });
      const { expected, actual } = played;
      before = played.report;
      if (played.broken) broken = run.name;
      end(actual === expected ? 'as-expected' : 'different', { expected, actual });
    } catch (error) {
      // A request that was cut off by an interruption fails in its own words.
      if (error instanceof Interrupted || context.signal.aborted) throw new Interrupted();
      sound = false;
      end('error', { actual: `could not be run: ${inWords(error)}` });
    }
  }
  return sound;
}

/** Rows for runs that nothing can be done about. */
export function notPlayed({ instance, chain }: Stretch, error: unknown): VerifiedRun[] {
  const actual = `could not be run: ${inWords(error)}`;
  return chain.map((run) => ({
    ...rowOf(instance, run),
    outcome: 'error',
    actual,
    milliseconds: 0,
  }));
}

function rowOf(instance: LabInstance, run: RunPlan) {
  const expected = expectation(run.expects, instance.points);
  return { lab: instance.id, seed: instance.seed, run: run.name, expected };
}

async function start(
  context: Context,
  cluster: ClusterRecord,
  instance: LabInstance,
  alone: boolean,
): Promise<LabRecord> {
  const todo = plan(instance);
  const record = await newRecord(context, instance, todo, cluster);
  return seedAnew(context, record, instance, todo, cluster, alone);
}

/** A bug of ours is told with its stack, and the other runs go on. */
function inWords(error: unknown): string {
  if (error instanceof KnownError || !(error instanceof Error)) return messageOf(error);
  return error.stack ?? error.message;
}

/** Many runs go on at once: a line for each is enough. */
function withoutSteps(context: Context): Context {
  const { note } = context.progress;
  return { ...context, progress: { note, step: (_text, work) => work(() => {}) } };
}
