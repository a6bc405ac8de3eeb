import { UsageError } from '../errors.ts';
import { checkSeed } from '../lab/instance.ts';
import { bankDigest, type ExamLab } from './bank-digest.ts';
import type { Blueprint, Domain } from './blueprint.ts';
import { byHash, DRAW_ALGORITHM, hash } from './hash.ts';
import { type Place, sum } from './layout.ts';
import { poolOf } from './pool.ts';
import { select, type Taken } from './select.ts';
import { type Unfilled, unfilledBy, unfilledText } from './unfilled.ts';

export { DRAW_ALGORITHM } from './hash.ts';

/** One task of a drawn exam. */
export interface DrawnTask {
  /** From 1 on, in the order of the exam. */
  number: number;
  lab: string;
  /** The lab's own seed. */
  seed: string;
  domain: Domain;
  /** Key of the cluster in `Draw.clusters` that it is on. */
  cluster: string;
}

/** A cluster that a drawn exam needs. */
export interface DrawnCluster {
  /** 'c1', 'c2' … in the order in which they are needed. */
  key: string;
  topology: string;
  /** The minor that its labs insist on. */
  kubernetes: string | null;
  /** A fresh cluster for one lab of scope `own`. */
  own: boolean;
  /** MiB that it takes. */
  memory: number;
}

/** What a blueprint and a seed give; the same for everybody who has the same bank. */
export interface Draw {
  algorithm: typeof DRAW_ALGORITHM;
  seed: string;
  /** SHA-256 over the digests of all labs that could be drawn. */
  bank: string;
  tasks: readonly DrawnTask[];
  clusters: readonly DrawnCluster[];
}

/**
 * Draws an exam: the same for the same blueprint, labs and seed. Throws UsageError when a domain
 * can't be filled; weights are never shifted.
 */
export function drawExam(blueprint: Blueprint, labs: readonly ExamLab[], seed: string): Draw {
  const drawn = tryDraw(blueprint, labs, seed);
  if (!('unfilled' in drawn)) return drawn;
  const list = drawn.unfilled.flatMap((one) => [
    `  ${unfilledText(one)}`,
    ...one.others.map(({ lab, why }) => `    not ${lab}: ${why}`),
  ]);
  const { memory } = blueprint.draw;
  if (drawn.least > memory) {
    list.push(`  Its clusters take at least ${drawn.least} MiB, and draw.memory is ${memory}.`);
  }
  throw new UsageError(
    `The labs don't fill the blueprint "${blueprint.name}" with seed ${seed}:\n${list.join('\n')}`,
    { next: 'Add labs by --labs, or change tasks, weights or draw in a blueprint of your own.' },
  );
}

/** As drawExam; returns which domains can't be filled, and the MiB that clusters take at least. */
export function tryDraw(
  blueprint: Blueprint,
  labs: readonly ExamLab[],
  seed: string,
): Draw | { unfilled: Unfilled[]; least: number } {
  checkSeed(seed);
  const pool = poolOf(blueprint, labs);
  const selected = select(blueprint, pool.candidates, seed);
  const unfilled = unfilledBy(blueprint, labs, pool, selected);
  if (unfilled.length > 0) return { unfilled, least: selected.least };
  const { tasks, clusters } = arrange(selected.taken, seed);
  return {
    algorithm: DRAW_ALGORITHM,
    seed,
    bank: bankDigest(pool.candidates),
    tasks,
    clusters,
  };
}

/** Percent of the whole exam that each task is worth, by lab: its domain's weight, by points. */
export function worthOf(
  { weights }: Pick<Blueprint, 'weights'>,
  tasks: readonly Pick<DrawnTask, 'lab' | 'domain'>[],
  pointsOf: (lab: string) => number,
): Map<string, number> {
  const rated = tasks.map(({ lab, domain }) => ({ lab, domain, points: pointsOf(lab) }));
  return new Map(
    rated.map(({ lab, domain, points }) => {
      const all = sum(rated.filter((task) => task.domain === domain).map((task) => task.points));
      return [lab, ((weights[domain] ?? 0) * points) / all];
    }),
  );
}

/** Tasks and clusters with their numbers; the first can be worked on while others are made. */
function arrange(taken: readonly Taken[], seed: string): Pick<Draw, 'tasks' | 'clusters'> {
  const shuffled = byHash(taken, ({ lab }) => hash('order', seed, lab.id));
  const first = shuffled.find(({ lab }) => lab.scope === 'api');
  const ordered = first ? [first, ...shuffled.filter((one) => one !== first)] : shuffled;
  const places = [...new Set(ordered.map(({ place }) => place))];
  const keyOf = (place: Place) => `c${places.indexOf(place) + 1}`;
  return {
    tasks: ordered.map(({ lab, instance, place }, index) => ({
      number: index + 1,
      lab: lab.id,
      seed: instance.seed,
      domain: lab.domain,
      cluster: keyOf(place),
    })),
    clusters: places.map((place) => ({
      key: keyOf(place),
      topology: place.topology,
      kubernetes: place.kubernetes,
      own: place.scope === 'own',
      memory: place.memory,
    })),
  };
}
