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
import { ensureInotify } from '../setup/inotify.ts';
import { ensureKubectl, isKept } from '../setup/kubectl.ts';
import { findSetUp, isWhole, type Ready, setUp, type Wanted } from '../setup/setup.ts';
import { isOn, type LabRecord, labStore } from './record.ts';
import { NotSetUp } from './set-up-first.ts';
import { kindTools } from './world.ts';

/** The minor version that labs run on unless they or the user ask for another. */
export const DEFAULT_MINOR = '1.37';

/**
 * A cluster made here for the lab: one that is there and may be shared, or a new one. Throws NotSetUp
 * where a new one lacks set-up. The caller holds the lock.
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
  const { wanted, makeProvider } = await kitOf(context, { cluster }, request.kubernetes);
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

/** What clusters of a kind are made of, and by what. */
export interface Kit {
  wanted: Pick<NewCluster, 'topology' | 'image' | 'upgrade'>;
  makeProvider: MakeProvider;
}

/** Does all set-up for clusters like a lab's. */
export function setUpFor(context: Context, plan: Pick<Plan, 'cluster'>): Promise<Kit> {
  return kitOf(context, plan, undefined, setUp);
}

/** Throws NotSetUp where a cluster like a lab's could not be made at once. */
export async function requireSetUp(
  context: Context,
  { cluster }: Pick<Plan, 'cluster'>,
  kubernetes?: string | undefined,
): Promise<void> {
  const { topology, minor } = await wantedOf(cluster, kubernetes);
  await thereOrMissing(context, { minor, upgradeTo: topology.upgrade?.to });
}

async function thereOrMissing(context: Context, wanted: Wanted): Promise<Ready> {
  const found = await findSetUp(context, wanted);
  if (!isWhole(found)) throw new NotSetUp(() => setUp(context, wanted));
  await ensureInotify(context);
  return found;
}

async function kitOf(
  context: Context,
  { cluster }: Pick<Plan, 'cluster'>,
  kubernetes: string | undefined,
  get: (context: Context, wanted: Wanted) => Promise<Ready> = thereOrMissing,
): Promise<Kit> {
  const { topology, minor } = await wantedOf(cluster, kubernetes);
  const { image, runtime, kind } = await get(context, { minor, upgradeTo: topology.upgrade?.to });
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
