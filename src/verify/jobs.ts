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
  const weight = ({ lab, stretches }: Job) =>
    stretches.reduce((sum, { chain }) => sum + chain.length, 0) * lab.minutes;
  const [shared, apart] = [
    jobs.filter(({ cluster }) => !cluster.exclusive),
    jobs.filter(({ cluster }) => cluster.exclusive),
  ];
  const heaviest = (some: Job[]) => some.toSorted((a, b) => weight(b) - weight(a));
  return [...heaviest(shared), ...heaviest(apart)];
}
