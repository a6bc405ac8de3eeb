import { connectAs, ensureRunning, removeCluster, startNodes } from '../cluster/acquire.ts';
import { type Baseline, readBaseline } from '../cluster/baseline.ts';
import { provisionedPaths, removeNodePaths } from '../cluster/node-data.ts';
import { restoreNodeFiles } from '../cluster/node-files.ts';
import { waitForApi, waitForLeaders, waitUntilReady } from '../cluster/ready.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../cluster/record.ts';
import { undoLab } from '../cluster/undo.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';
import { bringHome, isOwnGroup, removeApiService, servedByServices } from '../kube/api-services.ts';
import type { Connection } from '../kube/connection.ts';
import { discover } from '../kube/resources.ts';
import { learnerFolder, removeFolder } from './files.ts';
import { endLabHost } from './lab-host.ts';
import { isOn, type LabRecord, labStore, wordOf } from './record.ts';
import type { Ground } from './seed.ts';
import { providerOf } from './world.ts';

/** A cluster that is not ready by then is deleted rather than cleaned. */
const END_WITHIN_MS = 60_000;

/** A connection with all rights, and the ways into the nodes. */
export async function groundOf(context: Context, cluster: ClusterRecord): Promise<Ground> {
  const provider = providerOf(context, cluster);
  const connection = await connectAs(context, provider, cluster, 'grader');
  return groundBy(connection, provider.nodes(cluster));
}

async function groundBy(connection: Connection, nodes: Ground['nodes']): Promise<Ground> {
  return { connection, resources: await discover(connection), nodes };
}

/**
 * Removes what a lab and its learner left on a cluster and its nodes, whether it works or not, and
 * returns the ways to it. A cluster that was stopped is started. Where no other lab is on it (`alone`:
 * as records say, unless the caller knows), whatever else has come or changed since the cluster was
 * made is undone too.
 */
export async function clean(
  context: Context,
  cluster: ClusterRecord,
  what: Pick<LabRecord, 'lab' | 'word' | 'undo'>,
  alone?: boolean,
): Promise<Ground> {
  const toItself =
    cluster.provider === 'kind' &&
    (alone ?? (await othersOn(context, cluster, what.lab)).length === 0);
  const baseline = toItself ? await baselineOf(context, cluster) : undefined;
  return (await cleanTo(context, cluster, what, baseline)).ground;
}

/** The same, and all that is not as in the baseline is undone. */
export async function cleanTo(
  context: Context,
  cluster: ClusterRecord,
  what: Pick<LabRecord, 'lab' | 'word' | 'undo'>,
  baseline: Baseline | undefined,
): Promise<{ ground: Ground; restored: string[] }> {
  const provider = providerOf(context, cluster);
  const nodes = provider.nodes(cluster);
  const { nodeFiles } = clusterFiles(context, cluster.name);
  const changed: string[] = [];
  if (what.undo.nodes) {
    await startNodes(context, provider, cluster);
    changed.push(...(await restoreNodeFiles(context, nodes, nodeFiles)));
    const connection = await connectAs(context, provider, cluster, 'grader');
    if (changed.length > 0) {
      await waitForApi(context, connection);
      await waitForLeaders(context, connection, context.now());
    }
  }
  const connection = await connectAs(context, provider, cluster, 'grader');
  if (cluster.provider === 'kind') await freeApi(connection, baseline !== undefined);
  const ground = await groundBy(connection, nodes);
  const restored = await undoOnCluster(context, ground, cluster, what, baseline);
  if (what.undo.nodes || restored.length > 0) {
    const count = (await nodes.names()).length;
    await waitUntilReady(context, ground.connection, count);
  }
  return { ground, restored: [...changed.map((node) => `files of ${node}`), ...restored] };
}

/**
 * What Services serve in the API server's place hinders all else: a dead one keeps namespaces from
 * ending. One of a lab beside this one may stay.
 */
async function freeApi(connection: Connection, alone: boolean): Promise<void> {
  for (const one of await servedByServices(connection)) {
    if (isOwnGroup(one.spec.group)) await bringHome(connection, one);
    else if (alone) await removeApiService(connection, one);
  }
}

/** Removes what a lab and its learner left on a cluster; returns what was put back, as 'Kind/name'. */
async function undoOnCluster(
  context: Context,
  ground: Ground,
  cluster: ClusterRecord,
  what: Pick<LabRecord, 'lab' | 'word' | 'undo'>,
  baseline: Baseline | undefined,
): Promise<string[]> {
  const { undo } = what;
  const { left, volumes, restored } = await undoLab(context, ground.connection, ground.resources, {
    ...undo,
    onlyMarkedFor: cluster.provider === 'external' ? wordOf(what) : undefined,
    baseline,
  });
  await removeNodePaths(context, ground.nodes, [...undo.paths, ...provisionedPaths(volumes)]);
  for (const object of left) {
    context.progress.note(`${object} was not made by cka-lab, so it stays on ${cluster.name}.`);
  }
  return restored;
}

/** Whether a lab is the only one on a cluster that was made here. */
export async function isAlone(
  context: Context,
  cluster: ClusterRecord,
  lab: string,
): Promise<boolean> {
  return cluster.provider === 'kind' && (await othersOn(context, cluster, lab)).length === 0;
}

/** The other labs on a cluster. */
async function othersOn(
  context: Context,
  cluster: ClusterRecord,
  lab: string,
): Promise<LabRecord[]> {
  const records = await labStore(context).all();
  return records.filter((record) => isOn(record, cluster) && record.lab !== lab);
}

async function baselineOf(context: Context, cluster: ClusterRecord): Promise<Baseline> {
  const baseline = await readBaseline(clusterFiles(context, cluster.name).baseline);
  if (baseline) return baseline;
  throw new InfrastructureError(`What ${cluster.name} held at its start is not known any more.`, {
    next: 'Run `cka-lab stop --all`, then start again.',
  });
}

/** Ends a lab: its objects go, with the cluster if it was its own, and then its record. */
export async function endLab(context: Context, record: LabRecord): Promise<void> {
  const store = labStore(context);
  const cluster = await clusterStore(context).get(record.cluster);
  await store.put(record.lab, { ...record, phase: 'undoing' });
  await endLabHost(context, record.lab);
  if (cluster && isOn(record, cluster)) {
    await context.progress.step(`Ending ${record.lab}`, () => clear(context, record, cluster));
  }
  await removeFolder(learnerFolder(context, record));
  await store.remove(record.lab);
}

/** A cluster of the user's may be out of reach for long. */
function leftThere(record: LabRecord, cluster: ClusterRecord, error: unknown): InfrastructureError {
  const namespaces = record.undo.namespaces.join(', ');
  return new InfrastructureError(
    `${record.lab} could not be removed from your cluster behind '${cluster.context}' (namespaces ${namespaces}): ${messageOf(error)}`,
    {
      next: `Once it answers, run \`cka-lab stop ${record.lab}\` again; \`cka-lab stop --all\` leaves them there.`,
      cause: error,
    },
  );
}

async function clear(context: Context, record: LabRecord, cluster: ClusterRecord): Promise<void> {
  const provider = providerOf(context, cluster);
  const state = await provider.state(cluster);
  if (cluster.own || state === 'absent' || state === 'foreign') {
    return removeCluster(context, provider, cluster);
  }
  const last = (await othersOn(context, cluster, record.lab)).length === 0;
  try {
    if (!record.undo.nodes) await ensureRunning(context, provider, cluster, END_WITHIN_MS);
    await clean(context, cluster, record);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (cluster.provider === 'external') throw leftThere(record, cluster, error);
    if (!last) throw error;
    const why = messageOf(error);
    context.progress.note(`${cluster.name} is too broken to be cleaned, so it is deleted: ${why}`);
    return removeCluster(context, provider, cluster);
  }
  if (cluster.provider === 'external' && last) await removeCluster(context, provider, cluster);
}
