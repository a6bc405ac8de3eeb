import { setTimeout as sleep } from 'node:timers/promises';
import type { V1ContainerStatus, V1PodStatus } from '@kubernetes/client-node';
import type { Facts } from '../facts.ts';

/** A container that was restarted this short a time ago may be about to end again. */
const STEADY_AFTER_MS = 5_000;
const INTERVAL_MS = 500;

/**
 * Reads a pod again while one of its containers has only just been restarted: one that ends over
 * and over is ready for a moment each time. Decides at once for all others.
 */
export async function readSteady<Pod extends { status?: V1PodStatus }>(
  { signal }: Pick<Facts, 'signal'>,
  read: () => Promise<Pod | undefined>,
): Promise<Pod | undefined> {
  const end = performance.now() + STEADY_AFTER_MS;
  for (;;) {
    const pod = await read();
    const statuses = pod?.status?.containerStatuses ?? [];
    if (performance.now() >= end || !statuses.some(justRestarted)) return pod;
    await sleep(INTERVAL_MS, undefined, { signal });
  }
}

function justRestarted({ state, lastState }: V1ContainerStatus): boolean {
  const startedAt = state?.running?.startedAt;
  if (startedAt === undefined || !lastState?.terminated) return false;
  return Date.now() - new Date(startedAt).getTime() < STEADY_AFTER_MS;
}
