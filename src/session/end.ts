import { existsSync } from 'node:fs';
import path from 'node:path';
import { removeCluster } from '../cluster/acquire.ts';
import { removeCompanions } from '../cluster/companions.ts';
import { type NodeContainer, nodeContainers } from '../cluster/mark.ts';
import { type ClusterRecord, clusterStore, NAME_PREFIX } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, Interrupted, messageOf } from '../errors.ts';
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
  /** What could not be removed, and why; records of clusters made here stay until they are gone. */
  left: string[];
}

/** Ends every lab and deletes every cluster that this program made, those of `verify` and of exams too. */
export async function stopAll(context: Context): Promise<Stopped> {
  const stopped = await stopHere(context);
  for (const world of WORLDS.map((name) => apart(context, name))) {
    if (!existsSync(world.paths.state)) continue;
    const { clusters, left } = await stopHere(world);
    stopped.clusters.push(...clusters);
    stopped.left.push(...left);
  }
  return stopped;
}

function stopHere(context: Context): Promise<Stopped> {
  return exclusively(context, () => endHere(context));
}

/** Ends every lab of this world alone and deletes its clusters. The caller holds the lock. */
async function endHere(context: Context): Promise<Stopped> {
  const clusters = await clusterStore(context).all();
  const external = clusters.filter(({ provider }) => provider === 'external');
  const own = clusters.filter(({ provider }) => provider === 'kind');
  const stopped: Stopped = { labs: [], clusters: [], left: [] };
  /** What fails keeps nothing else from being ended. */
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      stopped.left.push(`${what}: ${messageOf(error)}`);
      return false;
    }
  };
  for (const record of await labStore(context).all()) {
    stopped.labs.push(record.lab);
    // Labs on clusters made here go with their clusters.
    if (external.some((cluster) => isOn(record, cluster))) {
      const namespaces = record.undo.namespaces.map((name) => `Namespace/${name}`);
      await attempt(`${namespaces.join(', ')} on ${record.cluster}`, () => endLab(context, record));
    }
    await attempt(`the files of ${record.lab}`, () => removeFolder(learnerFolder(context, record)));
    await attempt(`the record of ${record.lab}`, async () => {
      await labHostStore(context).remove(record.lab);
      await labStore(context).remove(record.lab);
    });
  }
  const lost: ClusterRecord[] = [];
  await attempt('clusters without a record', async () => {
    lost.push(...(await orphans(context, own)));
  });
  for (const record of [...external, ...own, ...lost]) {
    const remove = () => removeCluster(context, providerOf(context, record), record);
    if (record.provider === 'external') await attempt(record.name, remove);
    else {
      const removed = await attempt(`the cluster ${record.name}`, () =>
        context.progress.step(`Deleting cluster ${record.name}`, remove),
      );
      if (removed) stopped.clusters.push(record.name);
    }
  }
  // Hosts whose cluster was lost.
  const runtime = await findRuntime(context);
  if (runtime) await attempt('exam hosts', () => removeCompanions(context, runtime));
  return stopped;
}

/** The same for what must be gone. Throws InfrastructureError where something is left. */
export async function endAllHere(context: Context): Promise<string[]> {
  const { clusters, left } = await endHere(context);
  if (left.length === 0) return clusters;
  throw new InfrastructureError(`Something could not be removed:\n  ${left.join('\n  ')}`, {
    next: 'When the reason is gone, run `cka-lab stop --all`.',
  });
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
