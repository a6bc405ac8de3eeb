import { ensureRunning, removeCluster, startNodes } from '../cluster/acquire.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { Interrupted, messageOf } from '../errors.ts';
import type { Bank } from '../lab/bank.ts';
import { plan } from '../plan/plan.ts';
import { type ActiveLab, lookUp } from './active.ts';
import { begin } from './begin.ts';
import { requireTools } from './learner.ts';
import { requireSetUp } from './place.ts';
import { type LabRecord, labStore } from './record.ts';
import { exclusivelySetUp } from './set-up-first.ts';
import { startAnew } from './start.ts';
import { clean, endLab, isAlone } from './undo.ts';
import { requireSameAddresses } from './wake.ts';
import { providerOf } from './world.ts';

/**
 * Puts a lab back to its start, with the same seed; used hints stay noted. A lab with a cluster
 * of its own gets a fresh one, any other stays on its cluster.
 */
export function resetLab(context: Context, bank: Bank, id: string | undefined): Promise<LabRecord> {
  return exclusivelySetUp(context, async () => {
    const active = await lookUp(context, bank, id);
    return active.cluster.own
      ? onFreshCluster(context, bank, active)
      : inPlace(context, bank, active);
  });
}

async function inPlace(context: Context, bank: Bank, active: ActiveLab): Promise<LabRecord> {
  const { record, cluster, instance } = active;
  // Before anything is marked as half-done: a cluster that does not answer changes nothing. One that
  // the lab itself may break is repaired.
  if (!record.undo.nodes) await ensureRunning(context, providerOf(context, cluster), cluster);
  await labStore(context).put(record.lab, { ...record, phase: 'undoing' });
  try {
    await startNodes(context, providerOf(context, cluster), cluster);
    await requireSameAddresses(context, active);
    await context.progress.step(`Removing what was made in ${record.lab}`, () =>
      clean(context, cluster, record),
    );
  } catch (error) {
    if (error instanceof Interrupted || !(await isAlone(context, cluster, record.lab))) throw error;
    context.progress.note(
      `${cluster.name} can't be put back, so it is made anew: ${messageOf(error)}`,
    );
    await requireSetUp(context, plan(instance), minorOf(cluster));
    await removeCluster(context, providerOf(context, cluster), cluster);
    return onFreshCluster(context, bank, active);
  }
  return begin(context, instance, plan(instance), cluster, record);
}

async function onFreshCluster(
  context: Context,
  bank: Bank,
  { record, cluster, instance }: ActiveLab,
): Promise<LabRecord> {
  const kubernetes = minorOf(cluster);
  // First: what can't be had anew is not ended.
  await requireTools(context, [instance.lab]);
  await requireSetUp(context, plan(instance), kubernetes);
  await endLab(context, record);
  const request = { lab: record.lab, kubernetes, retain: false };
  return (await startAnew(context, bank, instance, request, record)).record;
}

function minorOf({ kubernetes }: Pick<ClusterRecord, 'kubernetes'>): string | undefined {
  return /\d+\.\d+/.exec(kubernetes)?.[0];
}
