import type { ExamLab } from './bank-digest.ts';
import { type Blueprint, DOMAINS, type Domain, tasksByDomain } from './blueprint.ts';
import type { Candidate, Pool } from './pool.ts';
import type { Selected } from './select.ts';

/** A domain for which the bank has too few labs that may be drawn. */
export interface Unfilled {
  domain: Domain;
  /** Tasks that the blueprint asks for. */
  wanted: number;
  /** Ids of the labs that were drawn. */
  drawn: readonly string[];
  /** Of its other labs, why they were passed over. */
  others: readonly { lab: string; why: string }[];
}

/** `5 tasks of troubleshooting are asked for, and 1 can be drawn (app-logs)` */
export function unfilledText({ domain, wanted, drawn }: Unfilled): string {
  const asked = wanted === 1 ? '1 task of' : `${wanted} tasks of`;
  const have = drawn.length === 0 ? 'none can' : `${drawn.length} can`;
  const which = drawn.length === 0 ? '' : ` (${drawn.join(', ')})`;
  return `${asked} ${domain} ${wanted === 1 ? 'is' : 'are'} asked for, and ${have} be drawn${which}`;
}

/** The domains for which too few labs were taken. */
export function unfilledBy(
  blueprint: Blueprint,
  labs: readonly ExamLab[],
  { others }: Pool,
  { taken, tooBig }: Selected,
): Unfilled[] {
  const wanted = tasksByDomain(blueprint);
  const reasons = new Map([
    ...others,
    ...tooBig.map(
      ({ lab, memory }) => [lab.id, noRoom(lab, memory, blueprint.draw.memory)] as const,
    ),
  ]);
  return DOMAINS.map((domain) => ({
    domain,
    wanted: wanted[domain],
    drawn: taken.flatMap(({ lab }) => (lab.domain === domain ? [lab.id] : [])).sort(),
    others: labs.flatMap(({ lab }) => {
      const why = reasons.get(lab.id);
      return lab.domain === domain && why !== undefined ? [{ lab: lab.id, why }] : [];
    }),
  })).filter(({ wanted, drawn }) => drawn.length < wanted);
}

function noRoom({ scope }: Candidate['lab'], memory: number, budget: number): string {
  const cluster = scope === 'api' ? 'one more cluster' : 'its cluster';
  return `${cluster} of ${memory} MiB does not fit beside the others into the ${budget} MiB of draw.memory`;
}
