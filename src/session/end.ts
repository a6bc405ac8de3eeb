import { removeCluster } from '../cluster/acquire.ts';
import { type NodeContainer, nodeContainers } from '../cluster/mark.ts';
import { type ClusterRecord, clusterStore, NAME_PREFIX } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../host/lock.ts';
import type { Bank } from '../lab/bank.ts';
import { findRuntime } from '../setup/runtime.ts';
import { labStore } from './record.ts';
import { endLab } from './undo.ts';
import { providerOf } from './world.ts';

/** Ends one lab. A shared cluster stays for the next one. */
export function stopLab(context: Context, bank: Bank, id: string): Promise<void> {
  return exclusively(context, async () => {
    const record = await labStore(context).get(id);
    if (record) await endLab(context, bank, record);
  });
}

/** Ends every lab and deletes every cluster that this program made; returns the names of the clusters. */
export function stopAll(context: Context, bank: Bank): Promise<string[]> {
  return exclusively(context, async () => {
    const clusters = await clusterStore(context).all();
    const external = clusters.filter(({ provider }) => provider === 'external');
    for (const record of await labStore(context).all()) {
      // Labs on clusters made here go with their clusters.
      if (external.some(({ name }) => name === record.cluster)) await endLab(context, bank, record);
      else await labStore(context).remove(record.lab);
    }
    const own = clusters.filter(({ provider }) => provider === 'kind');
    const doomed = [...own, ...(await orphans(context, own))];
    for (const record of doomed) {
      await context.progress.step(`Deleting cluster ${record.name}`, () =>
        removeCluster(context, providerOf(context, record), record),
      );
    }
    return doomed.map(({ name }) => name);
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
      (node.markFolder ?? '').startsWith(`${context.paths.state}/`) &&
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
