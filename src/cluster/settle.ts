import type { V1ContainerState, V1Lease, V1Pod } from '@kubernetes/client-node';
import type { Context } from '../context.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import type { Connection } from '../kube/connection.ts';

const WITHIN_MS = 60_000;
const INTERVAL_MS = 500;
const SETTLED_AFTER_MS = 120_000;
/** A pod that runs again and is not ready after so long is not about to be. */
const READY_WITHIN_MS = 20_000;
const COMING = /^(ContainerCreating|PodInitializing)$/;

/** Whether nodes were started so long ago that nothing of it is still going on. */
export function hasSettled({ now }: Pick<Context, 'now'>, started: number): boolean {
  return now() - started > SETTLED_AFTER_MS;
}

/**
 * Waits, after nodes were started, until what the API tells is of the time since: before, pods and
 * nodes are as ready as they were when the nodes were stopped, whatever runs. Waits for a minute at
 * most: what a learner broke stays so. `started` in milliseconds since the epoch.
 */
export async function settle(
  context: Context,
  connection: Connection,
  started: number,
): Promise<void> {
  if (hasSettled(context, started)) return;
  if ((await unsettled(connection, started)).length === 0) return;
  const deadline = context.now() + patiently(context, WITHIN_MS);
  await context.progress.step('Waiting until pods run again', async (update) => {
    while (context.now() < deadline) {
      const waiting = await unsettled(connection, started);
      if (waiting.length === 0) return;
      update(waiting.slice(0, 3).join(', '));
      await pause(INTERVAL_MS, context.signal);
    }
  });
}

/** What is not yet told anew, in words. */
async function unsettled(connection: Connection, started: number): Promise<string[]> {
  const ask = async <T>(path: string): Promise<T | undefined> => {
    const options = { signal: AbortSignal.timeout(5000) };
    const answer = await connection.request('GET', path, options).catch(() => undefined);
    return answer && answer.status < 300 ? answer.body : undefined;
  };
  const [pods, ...leases] = await Promise.all([
    ask<{ items: V1Pod[] }>('/api/v1/pods'),
    ...LEADERS.map((name) =>
      ask<V1Lease>(`/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${name}`),
    ),
  ]);
  if (!pods) return ['API server'];
  const now = Date.now();
  return [
    ...LEADERS.filter((_, index) => time(leases[index]?.spec?.renewTime) < started),
    ...pods.items
      .filter((pod) => isUnsettled(pod, started, now))
      .map(({ metadata }) => metadata?.name ?? ''),
  ];
}

const LEADERS = ['kube-controller-manager', 'kube-scheduler'];

/** Whether a pod that there was before its node was started is not yet what it will be. */
export function isUnsettled({ metadata, spec, status }: V1Pod, started: number, now: number) {
  const { phase, conditions = [], containerStatuses = [] } = status ?? {};
  if (time(metadata?.creationTimestamp) >= started || !spec?.nodeName) return false;
  if (phase === 'Succeeded' || phase === 'Failed') return false;
  const comesBack = spec.restartPolicy !== 'Never' && spec.restartPolicy !== 'OnFailure';
  if (containerStatuses.some(({ state }) => isStale(state, comesBack, started))) return true;
  if (conditions.some((one) => one.type === 'Ready' && one.status === 'True')) return false;
  return containerStatuses.some(
    ({ state }) =>
      COMING.test(state?.waiting?.reason ?? '') ||
      now - time(state?.running?.startedAt) < READY_WITHIN_MS,
  );
}

/** Whether a container is told to be as it was before its node was started; times are whole seconds. */
function isStale(
  { running, terminated }: V1ContainerState = {},
  comesBack: boolean,
  started: number,
): boolean {
  const told = running?.startedAt ?? (comesBack ? terminated?.finishedAt : undefined);
  return told !== undefined && time(told) < Math.floor(started / 1000) * 1000;
}

/** What the API tells as text; 0 where it tells nothing. */
function time(told: Date | string | undefined): number {
  return told === undefined ? 0 : new Date(told).getTime();
}
