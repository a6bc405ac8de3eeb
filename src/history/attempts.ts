import type { Lab } from '../lab/lab.ts';
import type { HistoryLab, HistoryLine } from './line.ts';

/** What the history asks of the bank's labs. */
export type KnownLabs = ReadonlyMap<string, Pick<Lab, 'id' | 'title' | 'domain' | 'tags'>>;

/** One start of a lab, or of a part of it, with its best result. */
export interface Attempt extends Omit<HistoryLab, 'score' | 'max'> {
  /** Rounded down. */
  percent: number;
}

/**
 * The attempts that have a score, by time. However often one start of a lab was graded, it is one
 * attempt: nothing that is tried after a good result takes that away.
 */
export function attemptsOf(lines: readonly HistoryLine[], labs: KnownLabs): Attempt[] {
  const attempts = new Map<string, Attempt>();
  for (const line of lines) {
    if (line.kind !== 'lab' || line.score === null) continue;
    const { score, max, ...rest } = line;
    const percent = max === 0 ? 0 : Math.floor((score * 100) / max);
    const domain = line.domain ?? labs.get(line.lab)?.domain ?? null;
    const key = JSON.stringify([line.lab, line.part, line.seed, line.started]);
    const earlier = attempts.get(key);
    if (!earlier || earlier.percent < percent) attempts.set(key, { ...rest, domain, percent });
  }
  return [...attempts.values()].sort(byTime);
}

export function byTime(a: { ended: string }, b: { ended: string }): number {
  return a.ended < b.ended ? -1 : Number(a.ended > b.ended);
}
