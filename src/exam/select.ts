import type { LabInstance } from '../lab/instance.ts';
import { type Blueprint, DOMAINS, type Domain, tasksByDomain } from './blueprint.ts';
import { byHash, hash } from './hash.ts';
import { kindOfPlace, leastMemory, type Place, placeFor, sum } from './layout.ts';
import type { Candidate } from './pool.ts';

/** A lab that was drawn, and the cluster that it goes to. */
export interface Taken {
  lab: Candidate['lab'];
  instance: LabInstance;
  place: Place;
}

export interface Selected {
  taken: Taken[];
  /** Labs for whose cluster no memory was left. */
  tooBig: Candidate[];
  /** MiB that the clusters of any such exam take. */
  least: number;
}

/**
 * Goes through all candidates by rank and takes each that its domain has room for and whose cluster
 * fits, as long as what is still wanted fits too: no domain takes the memory that another needs.
 */
export function select(
  blueprint: Blueprint,
  candidates: readonly Candidate[],
  seed: string,
): Selected {
  const budget = blueprint.draw.memory;
  const wanted = reachable(tasksByDomain(blueprint), candidates);
  const ranked = byHash(candidates, ({ lab }) => hash('rank', seed, lab.id));
  // Where not even the least fits, the labs that fit show what is missing.
  const least = leastMemory(wanted, ranked, new Set());
  const reserve = least <= budget;
  const places: Place[] = [];
  const taken: Taken[] = [];
  const tooBig: Candidate[] = [];
  for (const [index, candidate] of ranked.entries()) {
    const { lab } = candidate;
    if (wanted[lab.domain] === 0) continue;
    const seedOf = (attempt: number) => hash('seed', seed, lab.id, String(attempt)).slice(0, 10);
    const { place, instance } = placeFor(places, candidate, seedOf);
    const all = places.includes(place) ? places : [...places, place];
    const still = { ...wanted, [lab.domain]: wanted[lab.domain] - 1 };
    const open = new Set(all.filter(({ scope }) => scope === 'api').map(kindOfPlace));
    const later = reserve ? leastMemory(still, ranked.slice(index + 1), open) : 0;
    if (sum(all.map(({ memory }) => memory)) + later > budget) {
      tooBig.push(candidate);
      continue;
    }
    if (all !== places) places.push(place);
    place.labs.push(instance);
    taken.push({ lab, instance, place });
    wanted[lab.domain] -= 1;
  }
  return { taken, tooBig, least };
}

/** A domain with too few labs must not take the others' tasks with it. */
function reachable(
  wanted: Record<Domain, number>,
  candidates: readonly Candidate[],
): Record<Domain, number> {
  const counts = DOMAINS.map((domain) => {
    const have = candidates.filter(({ lab }) => lab.domain === domain).length;
    return [domain, Math.min(wanted[domain], have)] as const;
  });
  return Object.fromEntries(counts) as Record<Domain, number>;
}
