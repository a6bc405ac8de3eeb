import { acquireCluster, type ClusterRequest, type MakeProvider } from '../cluster/acquire.ts';
import { kindProvider } from '../cluster/kind.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import { topologyOf } from '../cluster/topology.ts';
import { upgradeFlags } from '../cluster/values.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { conflicts } from '../lab/conflicts.ts';
import { instantiate, type LabInstance } from '../lab/instance.ts';
import type { Plan } from '../plan/plan.ts';
import { setUp } from '../setup/setup.ts';
import { isOn, labStore } from './record.ts';
import { kindTools } from './world.ts';

/** The minor version that labs run on unless they or the user ask for another. */
export const DEFAULT_MINOR = '1.37';

/** A cluster made here for the lab: one that runs and may be shared, or a new one. */
export async function acquire(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  todo: Plan,
  request: { kubernetes?: string | undefined; retain: boolean },
): Promise<ClusterRecord> {
  const { wanted, makeProvider } = await setUpFor(context, todo, request.kubernetes);
  const active = await labStore(context).all();
  const clusterRequest: ClusterRequest = {
    ...wanted,
    retain: request.retain,
    mayShare: (record) =>
      active
        .filter((other) => isOn(other, record))
        .every((other) => {
          if (todo.cluster.exclusive) return false;
          const lab = bank.labs.get(other.lab);
          return (
            lab !== undefined && conflicts(instance, instantiate(lab, other.seed)) === undefined
          );
        }),
  };
  return acquireCluster(context, makeProvider, clusterRequest);
}

/** Does all set-up, and says what a lab's cluster is made of and by what. */
export async function setUpFor(
  context: Context,
  { cluster }: Pick<Plan, 'cluster'>,
  kubernetes?: string | undefined,
): Promise<{
  wanted: Pick<ClusterRequest, 'topology' | 'image' | 'own' | 'upgrade'>;
  makeProvider: MakeProvider;
}> {
  const topology = await topologyOf(cluster.topology);
  const { from, to: upgradeTo } = topology.upgrade ?? {};
  if (from !== undefined && kubernetes !== undefined && kubernetes !== from) {
    throw new UsageError(`The topology ${topology.name} is made with Kubernetes ${from}.`, {
      next: 'Leave --kubernetes out.',
    });
  }
  const minor = from ?? kubernetes ?? cluster.kubernetes ?? DEFAULT_MINOR;
  const { image, runtime, kind } = await setUp(context, { minor, upgradeTo });
  const tools = { ...kindTools(context), runtime: async () => runtime, kind: async () => kind };
  const upgrade = image.upgradeTo && {
    to: image.upgradeTo,
    flags: upgradeFlags(await tools.host(image.reference)),
  };
  return {
    wanted: { topology, image, own: cluster.own, ...(upgrade ? { upgrade } : {}) },
    makeProvider: (by) => kindProvider(by, tools),
  };
}
