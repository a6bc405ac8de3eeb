import { conflicts } from '../lab/conflicts.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { Lab } from '../lab/lab.ts';
import { DOMAINS, type Domain } from './blueprint.ts';
import type { Candidate } from './pool.ts';

/** Seeds that are tried before a lab that meets another gets another cluster. */
const ATTEMPTS = 32;

/** A cluster while an exam is drawn, and the labs on it. */
export interface Place {
  topology: string;
  kubernetes: string | null;
  scope: Lab['scope'];
  /** MiB. */
  memory: number;
  labs: LabInstance[];
}

/** Labs of scope `api` whose clusters are of one kind may share one. */
export function kindOf({ cluster, kubernetes }: Pick<Lab, 'cluster' | 'kubernetes'>): string {
  return [cluster, kubernetes ?? ''].join(' ');
}

/**
 * Where a lab goes, and with which seed: on a cluster that it can share, as long as some seed of
 * its own keeps it apart from the labs that are there, or else on one more.
 */
export function placeFor(
  places: readonly Place[],
  { lab, memory }: Pick<Candidate, 'lab' | 'memory'>,
  seedOf: (attempt: number) => string,
): { place: Place; instance: LabInstance } {
  const shared = places.filter(
    (place) => lab.scope === 'api' && place.scope === 'api' && kindOfPlace(place) === kindOf(lab),
  );
  for (const place of shared) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const instance = instantiate(lab, seedOf(attempt));
      if (!place.labs.some((other) => conflicts(instance, other))) return { place, instance };
    }
  }
  const { cluster: topology, kubernetes = null, scope } = lab;
  const place = { topology, kubernetes, scope, memory, labs: [] };
  return { place, instance: instantiate(lab, seedOf(0)) };
}

export function kindOfPlace({ topology, kubernetes }: Place): string {
  return kindOf({ cluster: topology, kubernetes: kubernetes ?? undefined });
}

/**
 * The MiB of further clusters that so many tasks of each domain take at least, where shared
 * clusters of some kinds are there already; Infinity when there are not so many labs.
 */
export function leastMemory(
  wanted: Readonly<Record<Domain, number>>,
  labs: readonly Candidate[],
  open: ReadonlySet<string>,
): number {
  const closed = labs.filter(({ lab }) => lab.scope === 'api' && !open.has(kindOf(lab)));
  // There are as many kinds as topologies that labs share: every choice of them can be looked at.
  const kinds = new Map(closed.map(({ lab, memory }) => [kindOf(lab), memory]));
  let choices: (readonly [string, number])[][] = [[]];
  for (const kind of kinds) choices = choices.flatMap((some) => [some, [...some, kind]]);
  return Math.min(
    ...choices.map((choice) => {
      const shared = new Set([...open, ...choice.map(([kind]) => kind)]);
      const costOf = ({ lab, memory }: Candidate) =>
        lab.scope !== 'api' ? memory : shared.has(kindOf(lab)) ? 0 : Infinity;
      const costs = DOMAINS.map((domain) => {
        const own = labs.filter(({ lab }) => lab.domain === domain).map(costOf);
        return cheapest(own, wanted[domain]);
      });
      return sum([...choice.map(([, memory]) => memory), ...costs]);
    }),
  );
}

function cheapest(costs: readonly number[], count: number): number {
  return costs.length < count ? Infinity : sum([...costs].sort((a, b) => a - b).slice(0, count));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
