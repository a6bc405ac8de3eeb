import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import { patiently } from '../host/patience.ts';
import { pause } from '../host/pause.ts';
import { type Connection, describe } from '../kube/connection.ts';

const DEADLINE_MS = 240_000;
const INTERVAL_MS = 300;

interface Workload {
  metadata: { name: string; namespace: string; generation?: number };
  spec: { replicas?: number };
  status?: {
    observedGeneration?: number;
    desiredNumberScheduled?: number;
    numberReady?: number;
    availableReplicas?: number;
  };
}

/**
 * Waits until a cluster can take a lab: every node Ready, every DaemonSet of kube-system (the CNI
 * and kube-proxy) ready on each node, CoreDNS and the provisioner available, default service
 * accounts there. kind's own word comes earlier than that.
 */
export async function waitUntilReady(
  context: Context,
  connection: Connection,
  nodeCount: number,
  within = DEADLINE_MS,
): Promise<void> {
  const limit = patiently(context, within);
  const deadline = context.now() + limit;
  await context.progress.step(
    'Waiting until nodes, network, DNS and storage are ready',
    async (update) => {
      for (;;) {
        const missing = await notReady(connection, nodeCount);
        if (missing.length === 0) return;
        update(missing.join(', '));
        if (context.now() > deadline) {
          throw new InfrastructureError(
            `The cluster was not ready after ${limit / 1000} s. Missing: ${missing.join(', ')}.`,
            { next: 'Run `cka-lab doctor`, then `cka-lab stop --all`, and start again.' },
          );
        }
        await pause(INTERVAL_MS, context.signal);
      }
    },
  );
}

const API_WITHIN_MS = 120_000;

/** Waits until the API server says that it is ready. */
export async function waitForApi(
  context: Context,
  connection: Connection,
  within = API_WITHIN_MS,
): Promise<void> {
  const limit = patiently(context, within);
  const deadline = context.now() + limit;
  for (;;) {
    const options = { accept: '*/*', signal: AbortSignal.timeout(5000) };
    const answer = await connection.request('GET', '/readyz', options).catch(() => undefined);
    if (answer && answer.status < 300) return;
    if (context.now() > deadline) {
      throw new InfrastructureError(
        `The API server was not ready ${limit / 1000} s after the nodes' files were put back.`,
        { next: 'Run `cka-lab stop --all`, then start again.' },
      );
    }
    await pause(INTERVAL_MS, context.signal);
  }
}

const LEADERS_WITHIN_MS = 120_000;

/**
 * Waits until the scheduler and the controller manager lead again: they end when the API server is
 * away for long, and a cluster without them looks as ready as before. `since` in milliseconds of the
 * clock that this machine shares with its nodes.
 */
export async function waitForLeaders(
  context: Context,
  connection: Connection,
  since: number,
): Promise<void> {
  const limit = patiently(context, LEADERS_WITHIN_MS);
  const deadline = context.now() + limit;
  for (const name of ['kube-controller-manager', 'kube-scheduler']) {
    const path = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${name}`;
    for (;;) {
      const options = { signal: AbortSignal.timeout(5000) };
      const answer = await connection.request('GET', path, options).catch(() => undefined);
      if (Date.parse(answer?.body?.spec?.renewTime ?? '') > since) break;
      if (context.now() > deadline) {
        throw new InfrastructureError(
          `${name} did not lead ${limit / 1000} s after the nodes' files were put back.`,
          { next: 'Run `cka-lab stop --all`, then start again.' },
        );
      }
      await pause(INTERVAL_MS, context.signal);
    }
  }
}

/** What a lab can't do without and is not there yet, in words; empty when the cluster is ready. */
export async function notReady(connection: Connection, nodeCount: number): Promise<string[]> {
  const list = async <T>(path: string): Promise<T[] | string> => {
    try {
      const answer = await connection.request('GET', path, { signal: AbortSignal.timeout(5000) });
      return answer.status < 300 ? answer.body.items : `API (${describe(answer)})`;
    } catch {
      return 'API server';
    }
  };
  const [nodes, daemonSets, deployments, accounts] = await Promise.all([
    list<NodeObject>('/api/v1/nodes'),
    list<Workload>('/apis/apps/v1/namespaces/kube-system/daemonsets'),
    list<Workload>('/apis/apps/v1/deployments'),
    list<{ metadata: { name: string; namespace: string } }>('/api/v1/serviceaccounts'),
  ]);
  for (const answer of [nodes, daemonSets, deployments, accounts]) {
    if (typeof answer === 'string') return [answer];
  }
  return [
    ...missingNodes(nodes as NodeObject[], nodeCount),
    ...missingDaemonSets(daemonSets as Workload[], nodeCount),
    ...missingDeployments(deployments as Workload[]),
    ...missingAccounts(accounts as { metadata: { name: string; namespace: string } }[]),
  ];
}

interface NodeObject {
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
}

function missingNodes(nodes: NodeObject[], count: number): string[] {
  const ready = nodes.filter((node) =>
    node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
  return ready.length < count ? [`nodes (${ready.length} of ${count})`] : [];
}

function missingDaemonSets(sets: Workload[], nodeCount: number): string[] {
  // kube-proxy and at least one more: the CNI.
  if (sets.length < 2) return ['network'];
  return sets
    .filter(({ status, metadata }) => {
      const seen = status?.observedGeneration === metadata.generation;
      const everywhere = (status?.desiredNumberScheduled ?? 0) >= nodeCount;
      return (
        !seen || !everywhere || (status?.numberReady ?? 0) < (status?.desiredNumberScheduled ?? 0)
      );
    })
    .map(({ metadata }) => metadata.name);
}

const NEEDED_DEPLOYMENTS = [
  { namespace: 'kube-system', name: 'coredns', title: 'DNS' },
  { namespace: 'local-path-storage', name: 'local-path-provisioner', title: 'storage' },
];

function missingDeployments(deployments: Workload[]): string[] {
  return NEEDED_DEPLOYMENTS.filter(({ namespace, name }) => {
    const found = deployments.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
    return !found || (found.status?.availableReplicas ?? 0) < (found.spec.replicas ?? 1);
  }).map(({ title }) => title);
}

function missingAccounts(accounts: { metadata: { name: string; namespace: string } }[]): string[] {
  const there = new Set(
    accounts.filter(({ metadata }) => metadata.name === 'default').map((a) => a.metadata.namespace),
  );
  return ['default', 'kube-system'].some((namespace) => !there.has(namespace))
    ? ['default service accounts']
    : [];
}
