import {
  createCluster,
  findCluster,
  type MakeProvider,
  type NewCluster,
  removeLeftovers,
} from '../cluster/acquire.ts';
import { kindProvider } from '../cluster/kind.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import { type Topology, topologyOf } from '../cluster/topology.ts';
import { upgradeFlags } from '../cluster/values.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { conflicts } from '../lab/conflicts.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { Plan } from '../plan/plan.ts';
import { ensureKubectl, isKept } from '../setup/kubectl.ts';
import { setUp } from '../setup/setup.ts';
import { isOn, type LabRecord, labStore } from './record.ts';
import { kindTools } from './world.ts';

/** The minor version that labs run on unless they or the user ask for another. */
export const DEFAULT_MINOR = '1.37';

/**
 * A cluster made here for the lab: one that is there and may be shared, or a new one. Set-up is done
 * only for a new one. The caller holds the lock.
 */
export async function acquire(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  { cluster }: Plan,
  request: { kubernetes?: string | undefined; retain: boolean },
): Promise<ClusterRecord> {
  const { topology, minor } = await wantedOf(cluster, request.kubernetes);
  const tools = kindTools(context);
  const provider = kindProvider(context, tools);
  // What an interrupted command left half-made.
  await removeLeftovers(context, provider);
  if (!cluster.own) {
    const active = await labStore(context).all();
    const all = await bank.including(active.map(({ lab }) => lab));
    const mayShare = sharing(active, all, instance, cluster.exclusive);
    const found = await findCluster(context, provider, { topology, minor, mayShare });
    if (found) {
      if (!isKept(context, found.kubernetes)) {
        const image = { reference: found.image, kubernetes: found.kubernetes };
        await ensureKubectl(context, await tools.runtime(), image);
      }
      return found;
    }
  }
  const { wanted, makeProvider } = await setUpFor(context, { cluster }, request.kubernetes);
  const { own } = cluster;
  return createCluster(context, makeProvider, { ...wanted, own, retain: request.retain });
}

/** Tells whether a cluster can take a lab beside those that are on it. */
function sharing(
  active: readonly LabRecord[],
  bank: Bank,
  instance: LabInstance,
  exclusive: boolean,
): (record: ClusterRecord) => boolean {
  const bears = ({ lab: id, seed }: LabRecord) => {
    const lab = bank.labs.get(id);
    return lab !== undefined && conflicts(instance, instantiate(lab, seed)) === undefined;
  };
  return (record) =>
    active.filter((other) => isOn(other, record)).every((other) => !exclusive && bears(other));
}

/** Does all set-up, and says what clusters like a lab's are made of, and by what. */
export async function setUpFor(
  context: Context,
  { cluster }: Pick<Plan, 'cluster'>,
  kubernetes?: string | undefined,
): Promise<{
  wanted: Pick<NewCluster, 'topology' | 'image' | 'upgrade'>;
  makeProvider: MakeProvider;
}> {
  const { topology, minor } = await wantedOf(cluster, kubernetes);
  const upgradeTo = topology.upgrade?.to;
  const { image, runtime, kind } = await setUp(context, { minor, upgradeTo });
  const tools = { ...kindTools(context), runtime: async () => runtime, kind: async () => kind };
  const upgrade = image.upgradeTo && {
    to: image.upgradeTo,
    flags: upgradeFlags(await tools.host(image.reference)),
  };
  return {
    wanted: { topology, image, ...(upgrade ? { upgrade } : {}) },
    makeProvider: (by) => kindProvider(by, tools),
  };
}

/** The topology and the minor version of Kubernetes that a lab's cluster must have. */
async function wantedOf(
  cluster: Plan['cluster'],
  kubernetes: string | undefined,
): Promise<{ topology: Topology; minor: string }> {
  const topology = await topologyOf(cluster.topology);
  const from = topology.upgrade?.from;
  if (from !== undefined && kubernetes !== undefined && kubernetes !== from) {
    throw new UsageError(`The topology ${topology.name} is made with Kubernetes ${from}.`, {
      next: 'Leave --kubernetes out.',
    });
  }
  return { topology, minor: from ?? kubernetes ?? cluster.kubernetes ?? DEFAULT_MINOR };
}
