import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from './facts.ts';
import type { Outcome } from './verdict.ts';

const INTERVAL_MS = 200;

/**
 * Asks again until the answer is 'passed' or the time is up: for what the cluster may not have
 * taken in yet, such as a role that was written a moment ago. Passes at once.
 */
export async function converging(
  { signal, lag }: Pick<Facts, 'signal' | 'lag'>,
  ask: () => Promise<Outcome>,
): Promise<Outcome> {
  const end = performance.now() + lag * 1000;
  for (;;) {
    const outcome = await ask();
    if (outcome.verdict === 'passed' || performance.now() >= end) return outcome;
    await sleep(INTERVAL_MS, undefined, { signal });
  }
}
