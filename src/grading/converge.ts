import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from './verdict.ts';

/**
 * Asks again until the answer is 'passed' or the time is up: for what the cluster may not have
 * taken in yet, such as a role that was written a moment ago. Passes at once.
 */
export async function converging(
  signal: AbortSignal,
  ask: () => Promise<Outcome>,
  { seconds = 2, interval = 0.2 } = {},
): Promise<Outcome> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const outcome = await ask();
    if (outcome.verdict === 'passed' || performance.now() >= end) return outcome;
    await sleep(interval * 1000, undefined, { signal });
  }
}
