import { UsageError } from '../errors.ts';
import { conflicts } from '../lab/conflicts.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { Lab } from '../lab/lab.ts';
import { type Plan, plan } from '../plan/plan.ts';
import type { Stretch } from './chain.ts';
import { fullMatrix, shortMatrix, type When } from './runs.ts';

/** Runs that need a cluster together, one chain after the other. */
export interface Job {
  lab: Lab;
  cluster: Plan['cluster'];
  stretches: readonly [Stretch, ...Stretch[]];
}

/**
 * The work of proving a lab: variants of scope `api` run side by side, a lab of scope `node` has
 * a cluster to itself, and of scope `own` each chain has a fresh one. The first seed gets every run.
 */
export function jobsOf(lab: Lab, seeds: readonly string[]): Job[] {
  const [first, ...others] = seeds.map((seed) => instantiate(lab, seed));
  const left = (when: When) => when !== undefined && !(first && meets(first, when));
  const wanted = distinct(runsOf(lab).map(({ when }) => when)).filter(left);
  // A variant of its own for each kind of run that the seeds so far don't meet.
  for (const when of wanted) {
    if (!others.some((other) => meets(other, when))) others.push(variantFor(lab, when));
  }
  const done = new Set<string>();
  const stretches = [...(first ? [first] : []), ...others].map((instance) => {
    const isNew = (when: When) =>
      left(when) && meets(instance, when) && !done.has(JSON.stringify(when));
    const chains =
      instance === first ? fullMatrix(lab, (when) => meets(first, when)) : shortMatrix(lab, isNew);
    for (const when of wanted.filter(isNew)) done.add(JSON.stringify(when));
    return chains.map((chain): Stretch => ({ instance, chain }));
  });
  const { flat, together } = {
    flat: stretches.flat().map((stretch) => [stretch]),
    together: [stretches.flat()],
  };
  const parts = { api: stretches, node: together, own: flat }[lab.scope];
  return parts.flatMap(([first, ...others]) =>
    first ? [{ lab, cluster: plan(first.instance).cluster, stretches: [first, ...others] }] : [],
  );
}

function runsOf({ right, wrong }: Pick<Lab, 'right' | 'wrong'>): { when?: When }[] {
  return [...Object.values(right), ...Object.values(wrong)];
}

function distinct(whens: readonly When[]): When[] {
  return [...new Map(whens.map((when) => [JSON.stringify(when), when])).values()];
}

function meets({ parameters }: Pick<LabInstance, 'parameters'>, when: When = {}): boolean {
  return Object.entries(when).every(([name, value]) => parameters[name] === value);
}

/** Enough for any value of a few parameters to come up. */
const SEEDS = 1000;

function variantFor(lab: Lab, when: When): LabInstance {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const instance = instantiate(lab, String(seed));
    if (meets(instance, when)) return instance;
  }
  throw new UsageError(
    `No seed of ${lab.id} gives ${JSON.stringify(when)}, for which it has runs.`,
    { next: 'See `cka-lab lint`.' },
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
