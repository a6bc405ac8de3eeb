import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupted } from '../errors.ts';

/** Waits; throws Interrupted at once when the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    throw new Interrupted();
  }
}
