import type { V1ContainerStatus, V1PodStatus } from '@kubernetes/client-node';
import { lookAgain } from '../converge.ts';
import type { Facts } from '../facts.ts';

/** A container that was restarted this short a time ago may be about to end again. */
const STEADY_AFTER_MS = 5_000;
const INTERVAL_MS = 500;

/**
 * Reads a pod again while one of its containers has only just been restarted: one that ends over
 * and over is ready for a moment each time. Decides at once for all others.
 */
export function readSteady<Pod extends { status?: V1PodStatus }>(
  { signal }: Pick<Facts, 'signal'>,
  read: () => Promise<Pod | undefined>,
): Promise<Pod | undefined> {
  const patience = { signal, seconds: STEADY_AFTER_MS / 1000, every: INTERVAL_MS };
  return lookAgain(
    patience,
    read,
    (pod) => !(pod?.status?.containerStatuses ?? []).some(justRestarted),
  );
}

function justRestarted({ state, lastState }: V1ContainerStatus): boolean {
  const startedAt = state?.running?.startedAt;
  if (startedAt === undefined || !lastState?.terminated) return false;
  return Date.now() - new Date(startedAt).getTime() < STEADY_AFTER_MS;
}
