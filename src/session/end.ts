import { existsSync } from 'node:fs';
import path from 'node:path';
import { removeCluster } from '../cluster/acquire.ts';
import { removeCompanions } from '../cluster/companions.ts';
import { type NodeContainer, nodeContainers } from '../cluster/mark.ts';
import { type ClusterRecord, clusterStore, NAME_PREFIX } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { Interrupted, messageOf } from '../errors.ts';
import { exclusively } from '../host/lock.ts';
import { findRuntime } from '../setup/runtime.ts';
import { apart, WORLDS } from './apart.ts';
import { learnerFolder, removeFolder } from './files.ts';
import { labHostStore } from './lab-host.ts';
import { isOn, labStore } from './record.ts';
import { endLab } from './undo.ts';
import { providerOf } from './world.ts';

/** Ends one lab, whatever phase it is in. A shared cluster stays for the next one. */
export function stopLab(context: Context, id: string): Promise<void> {
  return exclusively(context, async () => {
    const record = await labStore(context).get(id);
    if (record) await endLab(context, record);
  });
}

export interface Stopped {
  labs: string[];
  clusters: string[];
  /** What could not be reached, in words; its records are gone all the same. */
  left: string[];
}

/** Ends every lab and deletes every cluster that this program made, those of `verify` and of exams too. */
export async function stopAll(context: Context): Promise<Stopped> {
  const stopped = await stopHere(context);
  for (const world of WORLDS.map((name) => apart(context, name))) {
    if (!existsSync(world.paths.state)) continue;
    const { clusters } = await stopHere(world);
    stopped.clusters.push(...clusters);
  }
  return stopped;
}

function stopHere(context: Context): Promise<Stopped> {
  return exclusively(context, () => endHere(context));
}

/** Ends every lab of this world alone and deletes its clusters. The caller holds the lock. */
export async function endHere(context: Context): Promise<Stopped> {
  const clusters = await clusterStore(context).all();
  const external = clusters.filter(({ provider }) => provider === 'external');
  const own = clusters.filter(({ provider }) => provider === 'kind');
  const stopped: Stopped = { labs: [], clusters: [], left: [] };
  for (const record of await labStore(context).all()) {
    stopped.labs.push(record.lab);
    // Labs on clusters made here go with their clusters.
    if (external.some((cluster) => isOn(record, cluster))) {
      await endLab(context, record).catch((error) => {
        if (error instanceof Interrupted) throw error;
        const namespaces = record.undo.namespaces.map((name) => `Namespace/${name}`);
        stopped.left.push(`${namespaces.join(', ')} on ${record.cluster}: ${messageOf(error)}`);
      });
    }
    await removeFolder(learnerFolder(context, record));
    await labHostStore(context).remove(record.lab);
    await labStore(context).remove(record.lab);
  }
  for (const record of [...external, ...own, ...(await orphans(context, own))]) {
    const remove = () => removeCluster(context, providerOf(context, record), record);
    if (record.provider === 'external') await remove();
    else await context.progress.step(`Deleting cluster ${record.name}`, remove);
    if (record.provider === 'kind') stopped.clusters.push(record.name);
  }
  // Hosts whose cluster was lost.
  const runtime = await findRuntime(context);
  if (runtime) await removeCompanions(context, runtime);
  return stopped;
}

/** Clusters with our prefix and a mark from our own folder whose record was lost. */
async function orphans(
  context: Context,
  known: readonly ClusterRecord[],
): Promise<ClusterRecord[]> {
  const runtime = await findRuntime(context);
  if (!runtime) return [];
  const nodes = await nodeContainers(context, runtime);
  const lost = nodes.filter(
    (node): node is NodeContainer & { mark: string } =>
      node.cluster.startsWith(NAME_PREFIX) &&
      node.mark !== undefined &&
      (node.markFolder ?? '').startsWith(path.join(context.paths.state, 'clusters', '/')) &&
      !known.some(({ name }) => name === node.cluster),
  );
  return [...new Map(lost.map((node) => [node.cluster, node])).values()].map(
    ({ cluster, mark }) => ({
      name: cluster,
      provider: 'kind',
      mark,
      topology: '',
      kubernetes: '',
      image: '',
      own: true,
      phase: 'deleting',
      created: '',
    }),
  );
}
