import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import { Interrupted, messageOf } from '../errors.ts';
import { writePrivate } from '../host/store.ts';
import { wordFor } from '../host/world-word.ts';
import { type Connection, connect } from '../kube/connection.ts';
import { discover } from '../kube/resources.ts';
import { takeBaseline } from './baseline.ts';
import { keepNodeFiles } from './node-files.ts';
import type { ClusterState, Provider } from './provider.ts';
import { notReady, waitForApi, waitUntilReady } from './ready.ts';
import { type ClusterRecord, clusterFiles, clusterStore, NAME_PREFIX } from './record.ts';
import { settle } from './settle.ts';
import type { Topology } from './topology.ts';

/** What a cluster is to be made of. */
export interface NewCluster {
  topology: Topology;
  /** Reference of the node image, and the version in it. */
  image: { reference: string; kubernetes: string };
  upgrade?: ClusterRecord['upgrade'];
  /** A fresh cluster that no other lab gets. */
  own: boolean;
  /** Keep the nodes of a creation that failed. */
  retain: boolean;
  /** In its name, before the topology's, such as 'verify-'. */
  purpose?: string;
  /** Called once its nodes are made: what is waited for from then on takes little of the machine. */
  made?: () => void;
}

/** What a lab asks of a cluster that is there. */
export interface ClusterWish {
  topology: Pick<Topology, 'name'>;
  /** Minor version, such as '1.37'; any patch version will do. */
  minor: string;
  /** Whether a cluster can take the lab beside the labs that are on it. */
  mayShare: (record: ClusterRecord) => boolean;
}

/** A cluster that runs is ready at once, and one that is started within a minute. */
const USABLE_WITHIN_MS = 90_000;

/** Makes a provider that works by the given context: another one is needed for undoing. */
export type MakeProvider = (context: Context) => Provider;

/**
 * A shared cluster that fits and is ready: one that runs, or one that was stopped and is started.
 * It needs no set-up. The caller holds the lock.
 */
export async function findCluster(
  context: Context,
  provider: Provider,
  wish: ClusterWish,
): Promise<ClusterRecord | undefined> {
  for (const record of await clusterStore(context).all()) {
    if (!fits(record, wish) || !isKnown(context, record)) continue;
    const state = await provider.state(record);
    if (state === 'absent') await forget(context, provider, record);
    if (!isThere(state)) continue;
    const broken = await whyUnusable(context, provider, record, USABLE_WITHIN_MS, state);
    if (broken === undefined) return record;
    // A shared cluster that a learner broke is passed over; another one is made.
    context.progress.note(`${record.name} is broken, so another cluster is used: ${broken}`);
  }
  return undefined;
}

/** A new, ready cluster; several may be made side by side. Interrupted or failed, it is removed. */
export async function createCluster(
  context: Context,
  makeProvider: MakeProvider,
  request: NewCluster,
): Promise<ClusterRecord> {
  const record = await reserve(context, makeProvider(context), request);
  return create(context, makeProvider, request, record);
}

/** In words, why a cluster can't take a lab within so many milliseconds; undefined when it can. */
export async function whyUnusable(
  context: Context,
  provider: Provider,
  record: ClusterRecord,
  within: number,
  state?: ClusterState,
): Promise<string | undefined> {
  try {
    await ensureRunning(context, provider, record, within, state);
    return undefined;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return messageOf(error);
  }
}

/** Whether it is known how the cluster was at its start; of those of an older version it may not be. */
export function isKnown(context: Context, { name }: ClusterRecord): boolean {
  return existsSync(clusterFiles(context, name).baseline);
}

function fits(record: ClusterRecord, { topology, minor, mayShare }: ClusterWish): boolean {
  return (
    record.provider === 'kind' &&
    record.phase === 'ready' &&
    !record.own &&
    record.topology === topology.name &&
    record.kubernetes.startsWith(`v${minor}.`) &&
    mayShare(record)
  );
}

/** Removes clusters whose creation or deletion did not end; nobody else is at it: we hold the lock. */
export async function removeLeftovers(context: Context, provider: Provider): Promise<void> {
  const records = (await clusterStore(context).all()).filter(
    ({ phase, provider }) => provider === 'kind' && phase !== 'ready',
  );
  for (const record of records) {
    await context.progress.step(`Removing ${record.name}, which was left half-made`, () =>
      removeCluster(context, provider, record),
    );
  }
}

/** Deletes a cluster of ours and its records. */
export async function removeCluster(
  context: Context,
  provider: Provider,
  record: ClusterRecord,
): Promise<void> {
  const store = clusterStore(context);
  await store.put(record.name, { ...record, phase: 'deleting' });
  await provider.remove(record);
  await store.remove(record.name);
}

async function forget(context: Context, provider: Provider, record: ClusterRecord): Promise<void> {
  context.progress.note(`The cluster ${record.name} is gone; its record is removed.`);
  await removeCluster(context, provider, record);
}

/** The record of a cluster to be made, under a name that nothing has and no other world takes. */
async function reserve(
  context: Context,
  provider: Provider,
  request: NewCluster,
): Promise<ClusterRecord> {
  const store = clusterStore(context);
  const word = wordFor(context.paths.state);
  const base = `${NAME_PREFIX}${request.purpose ?? ''}${request.topology.name}-${word}`;
  for (let count = 1; ; count += 1) {
    const record = newRecord(count === 1 ? base : `${base}-${count}`, request);
    if (await store.get(record.name)) continue;
    if ((await provider.state(record)) !== 'absent') continue;
    if (await store.add(record.name, record)) return record;
  }
}

function newRecord(name: string, request: NewCluster): ClusterRecord {
  return {
    name,
    provider: 'kind',
    mark: randomBytes(8).toString('hex'),
    topology: request.topology.name,
    kubernetes: request.image.kubernetes,
    image: request.image.reference,
    upgrade: request.upgrade,
    own: request.own,
    phase: 'creating',
    created: new Date().toISOString(),
  };
}

async function create(
  context: Context,
  makeProvider: MakeProvider,
  request: NewCluster,
  record: ClusterRecord,
): Promise<ClusterRecord> {
  const store = clusterStore(context);
  const provider = makeProvider(context);
  const { name } = record;
  const count = request.topology.nodes.length;
  try {
    await context.progress.step(
      `Creating cluster ${name} (${count} ${count === 1 ? 'node' : 'nodes'}, Kubernetes ${record.kubernetes})`,
      () => provider.create(record, request.topology),
    );
    request.made?.();
    const connection = await connectAs(context, provider, record, 'grader');
    await waitUntilReady(context, connection, count);
    const baseline = await takeBaseline(connection, await discover(connection));
    const files = clusterFiles(context, name);
    await writePrivate(files.baseline, JSON.stringify(baseline));
    // A cluster of one lab's own is not used again.
    if (!record.own) await keepNodeFiles(context, provider.nodes(record), files.nodeFiles);
    const [cni, addresses] = await Promise.all([
      cniOf(connection),
      provider.nodes(record).addresses(),
    ]);
    const ready: ClusterRecord = { ...record, phase: 'ready', cni, addresses };
    await store.put(name, ready);
    return ready;
  } catch (error) {
    if (request.retain) {
      context.progress.note(`The nodes of ${name} are kept; \`cka-lab stop --all\` deletes them.`);
    } else {
      const undoing = context.undoing();
      // What went wrong first is what the user must read.
      await undoing.progress
        .step(`Removing ${name} again`, () => removeCluster(undoing, makeProvider(undoing), record))
        .catch((undoError) => undoing.progress.note(messageOf(undoError)));
    }
    throw error;
  }
}

/** Whether a cluster runs, or can be made to run again. */
export function isThere(state: ClusterState): boolean {
  return state === 'running' || state === 'paused' || state === 'stopped';
}

/** Starts a cluster's nodes that are stopped, and lets those go on that are paused; waits for nothing. */
export async function startNodes(
  context: Context,
  provider: Provider,
  record: ClusterRecord,
  state?: ClusterState,
): Promise<void> {
  const found = state ?? (await provider.state(record));
  if (found !== 'stopped' && found !== 'paused') return;
  await context.progress.step(`Starting cluster ${record.name}`, () => provider.start(record));
}

const ANSWERS_WITHIN_MS = 60_000;

/**
 * Starts the nodes of a cluster that a lab may have broken, and waits until it works as far as it does:
 * what is down may stay so.
 */
export async function ensureStarted(
  context: Context,
  provider: Provider,
  record: ClusterRecord,
  state?: ClusterState,
): Promise<void> {
  await startNodes(context, provider, record, state);
  const connection = await connectAs(context, provider, record, 'grader');
  try {
    await waitForApi(context, connection, ANSWERS_WITHIN_MS);
    await settle(context, connection, await provider.restarted(record));
  } catch (error) {
    if (error instanceof Interrupted) throw error;
  }
}

/**
 * Starts a cluster's nodes if they were stopped or paused, and waits so many milliseconds until it can
 * take a lab. `state`, where it was just looked at, is not looked at again.
 */
export async function ensureRunning(
  context: Context,
  provider: Provider,
  record: ClusterRecord,
  within?: number,
  state?: ClusterState,
): Promise<void> {
  if (record.provider === 'external') return;
  await startNodes(context, provider, record, state);
  const connection = await connectAs(context, provider, record, 'grader');
  const count = (await provider.nodes(record).names()).length;
  if ((await notReady(connection, count)).length > 0) {
    await waitUntilReady(context, connection, count, within);
  }
  await settle(context, connection, await provider.restarted(record));
}

export async function connectAs(
  context: Context,
  provider: Provider,
  record: ClusterRecord,
  who: 'learner' | 'grader',
): Promise<Connection> {
  const kubeconfig = (await provider.kubeconfigs(record))[who];
  return connect({ kubeconfig, signal: context.signal });
}

/** The network plugin, by the name of its DaemonSet: 'kindnet', 'kube-router', 'cilium' … */
export async function cniOf(connection: Connection): Promise<string> {
  const answer = await connection.request('GET', '/apis/apps/v1/namespaces/kube-system/daemonsets');
  const names: string[] = (answer.body.items ?? []).map(
    (item: { metadata: { name: string } }) => item.metadata.name,
  );
  return names.filter((name) => name !== 'kube-proxy').join(', ') || 'unknown';
}
