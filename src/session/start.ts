import { isThere } from '../cluster/acquire.ts';
import { type ClusterRecord, clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { instantiate, type LabInstance, newSeed } from '../lab/instance.ts';
import { plan } from '../plan/plan.ts';
import { begin, NOTHING_NOTED, type Noted } from './begin.ts';
import { acquireExternal } from './external.ts';
import { instanceOn } from './files.ts';
import { requireTools } from './learner.ts';
import { acquire } from './place.ts';
import { isOn, type LabRecord, labStore } from './record.ts';
import { exclusivelySetUp } from './set-up-first.ts';
import { endLab } from './undo.ts';
import { startLabNodes } from './wake.ts';
import { providerOf } from './world.ts';

export interface StartRequest {
  lab: string;
  seed?: string | undefined;
  part?: string | undefined;
  /** Kubernetes minor version, such as '1.37'. */
  kubernetes?: string | undefined;
  /** A context of the user's kubeconfig, instead of a cluster made here. */
  context?: string | undefined;
  retain: boolean;
}

export interface Started {
  record: LabRecord;
  cluster: ClusterRecord;
  instance: LabInstance;
  /** The lab was on already; nothing was changed. */
  resumed: boolean;
}

/** Starts a lab, with all that it needs. Interrupted or failed, it leaves nothing half-made. */
export function startLab(context: Context, bank: Bank, request: StartRequest): Promise<Started> {
  const lab = bank.require(request.lab);
  if (request.part !== undefined && !lab.parts.some(({ id }) => id === request.part)) {
    throw new UsageError(`The lab ${lab.id} has no part '${request.part}'.`, {
      next:
        lab.parts.length > 0
          ? `Its parts: ${lab.parts.map(({ id }) => id).join(', ')}.`
          : 'Leave --part out.',
    });
  }
  // Kept over a second attempt, which finds no record any more of what the first removed.
  let before: (Noted & { seed: string }) | undefined;
  return exclusivelySetUp(context, async () => {
    const found = await resume(context, bank, request);
    if (found && 'record' in found) return found;
    before = found ?? before;
    const instance = instantiate(lab, request.seed ?? before?.seed ?? newSeed());
    const part = request.part ?? before?.part ?? null;
    return startAnew(context, bank, instance, request, { ...NOTHING_NOTED, ...before, part });
  });
}

/**
 * Gets a cluster and begins the lab there. Throws NotSetUp, with nothing changed, where set-up is
 * missing. The caller holds the lock.
 */
export async function startAnew(
  context: Context,
  bank: Bank,
  instance: LabInstance,
  request: StartRequest,
  noted: Noted,
): Promise<Started> {
  const todo = plan(instance);
  await requireTools(context, [instance.lab]);
  const cluster =
    request.context === undefined
      ? await acquire(context, bank, instance, todo, request)
      : await acquireExternal(context, instance, request.context);
  const placed = instanceOn(context, instance.lab, instance.seed, cluster);
  const record = await begin(context, placed, plan(placed), cluster, noted);
  return { record, cluster, instance: placed, resumed: false };
}

/**
 * A lab that is on stays as it is. One that was left half-made, or whose cluster is gone, is
 * removed; what is returned of it goes over to the lab that is started in its place.
 */
async function resume(
  context: Context,
  bank: Bank,
  request: StartRequest,
): Promise<Started | (Noted & { seed: string }) | undefined> {
  const record = await labStore(context).get(request.lab);
  if (!record) return undefined;
  const cluster = await clusterStore(context).get(record.cluster);
  const provider = cluster && providerOf(context, cluster);
  const state = cluster && (await provider?.state(cluster));
  if (
    !cluster ||
    !provider ||
    !state ||
    !isThere(state) ||
    !isOn(record, cluster) ||
    record.phase !== 'active'
  ) {
    await endLab(context, record);
    const { seed, part, hints, solutionSeen } = record;
    return { seed, part, hints, solutionSeen };
  }
  const asked: [unknown, unknown][] = [
    [request.seed, record.seed],
    [request.part, record.part],
    [request.context, cluster.context],
    [request.kubernetes && `v${request.kubernetes}.`, cluster.kubernetes.replace(/[^.]*$/, '')],
  ];
  if (asked.some(([wanted, given]) => wanted !== undefined && wanted !== given)) {
    throw new UsageError(
      `The lab ${record.lab} is on already, with seed ${record.seed} on ${cluster.name}.`,
      { next: `End it with \`cka-lab stop ${record.lab}\`, then start it anew.` },
    );
  }
  await startLabNodes(context, provider, { record, cluster }, state);
  const instance = instanceOn(context, bank.require(record.lab), record.seed, cluster);
  return { record, cluster, instance, resumed: true };
}
