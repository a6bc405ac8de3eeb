import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from './facts.ts';
import type { Outcome } from './verdict.ts';

const INTERVAL_MS = 200;

/** How long, and how often, something is looked at again. */
export interface Patience {
  signal: AbortSignal;
  seconds: number;
  /** Milliseconds between two looks; 200 when not said. */
  every?: number;
}

/** Looks again until what is found will do or the time is up; returns what was found last. */
export async function lookAgain<T>(
  { signal, seconds, every = INTERVAL_MS }: Patience,
  look: () => Promise<T>,
  willDo: (found: T) => boolean,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (willDo(found) || performance.now() >= end) return found;
    await sleep(every, undefined, { signal });
  }
}

/**
 * Asks again until the answer is 'passed' or the time is up: for what the cluster may not have
 * taken in yet, such as a role that was written a moment ago. Passes at once.
 */
export function converging(
  { signal, lag }: Pick<Facts, 'signal' | 'lag'>,
  ask: () => Promise<Outcome>,
): Promise<Outcome> {
  return lookAgain({ signal, seconds: lag }, ask, ({ verdict }) => verdict === 'passed');
}
