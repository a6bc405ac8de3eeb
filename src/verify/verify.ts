import { memoryOf } from '../cluster/memory.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import { toolVersion } from '../host/paths.ts';
import { patient } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import type { Bank } from '../lab/bank.ts';
import type { VerifiedRun, VerifyReport } from '../report/verified.ts';
import { apart } from '../session/apart.ts';
import { kindOf, kitsFor } from '../session/kits.ts';
import { ensureTools } from '../session/learner.ts';
import { machineOf } from '../session/machine.ts';
import type { Kit } from '../session/place.ts';
import { notPlayed, type Playing } from './chain.ts';
import { inOrder, inParts, type Job, jobsOf, mayMeet, neighboursOf } from './jobs.ts';
import { limitsOf } from './limits.ts';
import { discard, keep, keptClusters, makeCluster, use } from './place.ts';
import { type Entry, reportOf } from './report.ts';
import { type Places, schedule } from './schedule.ts';
import { createTurns, runnableHere } from './turns.ts';
import { work } from './work.ts';

export interface VerifyRequest {
  /** Ids of labs. */
  labs: readonly string[];
  /** The first gets the full matrix, the others the short one. */
  seeds: readonly string[];
  /** Ids of labs of which nothing but `untouched` and `solution` is played. */
  short?: readonly string[] | undefined;
  /** Clusters at once, at most; without it, as many as this machine bears. */
  clusters?: number | undefined;
}

/**
 * Proves labs on real clusters of verify's own: every run of their matrix. Throws what stops
 * everything, such as an interruption or a missing container runtime; all else is an outcome.
 */
export async function verifyLabs(
  everywhere: Context,
  bank: Bank,
  { labs, seeds, short = [], clusters }: VerifyRequest,
): Promise<VerifyReport> {
  const context = patient(apart(everywhere));
  const began = context.now();
  const jobs = labs
    .map((id) => bank.require(id))
    .flatMap((lab) => jobsOf(lab, seeds, short.includes(lab.id)));
  const entries: Entry[] = [];
  const ended = (run: VerifiedRun) => {
    entries.push({ run, ended: context.now() });
    if (run.outcome === 'as-expected') return;
    const title = `${run.lab} ${run.seed} ${run.run}`;
    context.progress.note(`✖ ${title}: expected ${run.expected}; actual ${run.actual}`);
  };
  if (jobs.length > 0) {
    await exclusively(context, async () => {
      await ensureTools(
        context,
        jobs.map(({ lab }) => lab),
      );
      const kits = await kitsFor(
        context,
        jobs.map(({ cluster }) => cluster),
      );
      const wait = (milliseconds: number) => pause(milliseconds, context.signal);
      const turn = createTurns({ runnable: runnableHere, wait });
      await playAll(context, jobs, kits, clusters, { turn, ended });
    });
  }
  const tool = { name: 'cka-lab', version: toolVersion } as const;
  return reportOf({ tool, seeds }, jobs, entries, [began, context.now()]);
}

async function playAll(
  context: Context,
  whole: readonly Job[],
  kits: ReadonlyMap<string, Kit>,
  clusters: number | undefined,
  playing: Playing,
): Promise<void> {
  const kitOf = ({ cluster }: Pick<Job, 'cluster'>) => kits.get(kindOf(cluster)) as Kit;
  const { image } = kitOf(whole[0] as Job).wanted;
  const limits = limitsOf(await machineOf(context, image.reference), clusters);
  const jobs = inParts(whole, limits.places);
  const kept = await keptClusters(context, kits);
  const places: Places<Job, ClusterRecord> = {
    kept,
    needOf: (job) => ({
      kind: kindOf(job.cluster),
      as: job.cluster.own ? 'fresh' : job.cluster.exclusive ? 'alone' : 'shared',
      memory: memoryOf(kitOf(job).wanted.topology),
      spread: job.part ?? false,
    }),
    mayMeet,
    make: (job) => makeCluster(context, kitOf(job), job.cluster.own),
    work: async (job, cluster, alone) => {
      const company = () => ({ alone: alone(), beside: neighboursOf(job, jobs) });
      return work(context, job, await use(context, cluster), company, playing);
    },
    failed: (job, error) => {
      if (error instanceof Interrupted) throw error;
      for (const stretch of job.stretches) notPlayed(stretch, error).forEach(playing.ended);
    },
    remove: (cluster) => discard(context, cluster),
  };
  const left = await schedule(inOrder(jobs), places, limits);
  await Promise.all(left.map((cluster) => keepOrDiscard(context, cluster)));
}

async function keepOrDiscard(context: Context, cluster: ClusterRecord): Promise<void> {
  try {
    await keep(context, cluster);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    await discard(context, cluster);
  }
}
