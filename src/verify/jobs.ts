import { conflicts } from '../lab/conflicts.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { Lab } from '../lab/lab.ts';
import { type Plan, plan } from '../plan/plan.ts';
import type { Stretch } from './chain.ts';
import { shortMatrix } from './runs.ts';
import { stretchesWith, variantsOf } from './variants.ts';

/** Runs that need a cluster together, one chain after the other. */
export interface Job {
  lab: Lab;
  cluster: Plan['cluster'];
  stretches: readonly [Stretch, ...Stretch[]];
  /** A part of a variant with many chains: another part is played on another cluster meanwhile. */
  part?: boolean;
}

/**
 * The work of proving a lab: variants of scope `api` run side by side, a lab of scope `node` has
 * a cluster to itself, and of scope `own` each chain has a fresh one. The first seed gets every run,
 * unless only the start and the solution are wanted.
 */
export function jobsOf(lab: Lab, seeds: readonly string[], short = false): Job[] {
  const stretches = short
    ? seeds.map((seed) => stretchesWith(instantiate(lab, seed), shortMatrix(lab)))
    : variantsOf(lab, seeds);
  const { flat, together } = {
    flat: stretches.flat().map((stretch) => [stretch]),
    together: [stretches.flat()],
  };
  const parts = { api: stretches, node: together, own: flat }[lab.scope];
  return parts.flatMap(([first, ...others]) =>
    first ? [{ lab, cluster: plan(first.instance).cluster, stretches: [first, ...others] }] : [],
  );
}

/** With more chains than this a variant is worth a further cluster. */
const MANY_CHAINS = 8;

/**
 * The same jobs, but big ones of scope `api` in as many parts as there are clusters at once, of about
 * as many runs each. Parts of a variant own the same, so they never meet on one cluster.
 */
export function inParts(jobs: readonly Job[], clusters: number): Job[] {
  return jobs.flatMap((job) => {
    if (job.lab.scope !== 'api' || job.stretches.length <= MANY_CHAINS) return [job];
    const all = runsOf(job);
    let before = 0;
    const parts = Map.groupBy(job.stretches, ({ chain }) => {
      const part = Math.floor((before * clusters) / all);
      before += chain.length;
      return part;
    });
    return [...parts.values()].flatMap(([first, ...others]): Job[] =>
      first ? [{ ...job, stretches: [first, ...others], part: parts.size > 1 }] : [],
    );
  });
}

function runsOf({ stretches }: Job): number {
  return stretches.reduce((sum, { chain }) => sum + chain.length, 0);
}

/** Whether two jobs may be on one cluster at the same time. */
export function mayMeet(a: Job, b: Job): boolean {
  return conflicts(a.stretches[0].instance, b.stretches[0].instance) === undefined;
}

/** What belongs to the variants that may be on one cluster with a job. */
export function neighboursOf(job: Job, jobs: readonly Job[]): LabInstance['owns'][] {
  return jobs
    .filter((other) => other !== job && mayMeet(job, other))
    .map(({ stretches: [{ instance }] }) => instance.owns);
}

/** The longest first, so that none is left for the end; those that share a cluster before them. */
export function inOrder(jobs: readonly Job[]): Job[] {
  const weight = (job: Job) => runsOf(job) * job.lab.minutes;
  const [shared, apart] = [
    jobs.filter(({ cluster }) => !cluster.exclusive),
    jobs.filter(({ cluster }) => cluster.exclusive),
  ];
  const heaviest = (some: Job[]) => some.toSorted((a, b) => weight(b) - weight(a));
  return [...heaviest(shared), ...heaviest(apart)];
}
