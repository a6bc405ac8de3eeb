import { readFile } from 'node:fs/promises';
import { connectAs, ensureRunning, removeCluster } from '../cluster/acquire.ts';
import type { Baseline } from '../cluster/baseline.ts';
import { provisionedPaths, removeNodePaths } from '../cluster/node-data.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../cluster/record.ts';
import { undoLab } from '../cluster/undo.ts';
import type { Context } from '../context.ts';
import { discover } from '../kube/resources.ts';
import type { Bank } from '../lab/bank.ts';
import { instantiate } from '../lab/instance.ts';
import { type Plan, plan } from '../plan/plan.ts';
import { type LabRecord, labStore } from './record.ts';
import type { Ground } from './seed.ts';
import { providerOf } from './world.ts';

/** A connection with all rights, and the ways into the nodes. */
export async function groundOf(context: Context, cluster: ClusterRecord): Promise<Ground> {
  const provider = providerOf(context, cluster);
  const connection = await connectAs(context, provider, cluster, 'grader');
  return { connection, resources: await discover(connection), nodes: provider.nodes(cluster) };
}

/**
 * Removes what a lab and its learner left on a cluster. Where no other lab is on it, whatever
 * else has come since the cluster was made goes too.
 */
export async function undoOnCluster(
  context: Context,
  ground: Ground,
  cluster: ClusterRecord,
  { lab, undo }: Plan,
): Promise<void> {
  const alone = cluster.provider === 'kind' && (await othersOn(context, cluster, lab)).length === 0;
  const { left, volumes } = await undoLab(context, ground.connection, ground.resources, {
    ...undo,
    onlyMarked: cluster.provider === 'external',
    baseline: alone ? await baselineOf(context, cluster) : undefined,
  });
  await removeNodePaths(context, ground.nodes, [...undo.paths, ...provisionedPaths(volumes)]);
  for (const object of left) {
    context.progress.note(`${object} was not made by cka-lab, so it stays on ${cluster.name}.`);
  }
}

/** The other labs on a cluster. */
async function othersOn(
  context: Context,
  cluster: ClusterRecord,
  lab: string,
): Promise<LabRecord[]> {
  const records = await labStore(context).all();
  return records.filter((record) => record.cluster === cluster.name && record.lab !== lab);
}

async function baselineOf(context: Context, cluster: ClusterRecord): Promise<Baseline> {
  return JSON.parse(await readFile(clusterFiles(context, cluster.name).baseline, 'utf8'));
}

/** Ends a lab: its objects go, with the cluster if it was its own, and then its record. */
export async function endLab(context: Context, bank: Bank, record: LabRecord): Promise<void> {
  const store = labStore(context);
  const cluster = await clusterStore(context).get(record.cluster);
  await store.put(record.lab, { ...record, phase: 'undoing' });
  if (cluster)
    await context.progress.step(`Ending ${record.lab}`, () =>
      clear(context, bank, record, cluster),
    );
  await store.remove(record.lab);
}

async function clear(
  context: Context,
  bank: Bank,
  record: LabRecord,
  cluster: ClusterRecord,
): Promise<void> {
  const provider = providerOf(context, cluster);
  const state = await provider.state(cluster);
  if (cluster.own || state === 'absent') return removeCluster(context, provider, cluster);
  await ensureRunning(context, provider, cluster);
  const lab = bank.labs.get(record.lab);
  // A lab that left the bank can't say what it owns: a cluster made here goes as a whole.
  if (!lab) return removeCluster(context, provider, cluster);
  const ground = await groundOf(context, cluster);
  await undoOnCluster(context, ground, cluster, plan(instantiate(lab, record.seed)));
  const last = (await othersOn(context, cluster, record.lab)).length === 0;
  if (cluster.provider === 'external' && last) {
    await removeCluster(context, provider, cluster);
  }
}
