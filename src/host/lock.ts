import { mkdir } from 'node:fs/promises';
import lockfile from 'proper-lockfile';
import type { Context } from '../context.ts';
import { pause } from './pause.ts';

const STALE_MS = 10_000;

/**
 * Runs `work` while this process alone may change clusters and labs. Another command that is at
 * it is waited for; a lock whose owner died is taken over after 10 s without a sign of life.
 */
export async function exclusively<T>(context: Context, work: () => Promise<T>): Promise<T> {
  await mkdir(context.paths.state, { recursive: true, mode: 0o700 });
  const release = await acquire(context);
  try {
    return await work();
  } finally {
    // Lost while this machine slept: what was done is done.
    await release().catch(() => {});
  }
}

async function acquire(context: Context): Promise<() => Promise<void>> {
  const attempt = () =>
    lockfile.lock(context.paths.state, { stale: STALE_MS, update: STALE_MS / 4, onCompromised });
  try {
    return await attempt();
  } catch (error) {
    if (!isLocked(error)) throw error;
  }
  return context.progress.step('Waiting for another cka-lab command to end', async () => {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isLocked(error)) throw error;
      }
      await pause(250, context.signal);
    }
  });
}

function isLocked(error: unknown): boolean {
  return (error as { code?: string }).code === 'ELOCKED';
}

// A suspended laptop misses its signs of life; the records say what to undo, so work may go on.
function onCompromised(): void {}
