import { ensureRunning } from '../cluster/acquire.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../host/lock.ts';
import type { Bank } from '../lab/bank.ts';
import { plan } from '../plan/plan.ts';
import { type ActiveLab, lookUp } from './active.ts';
import { begin } from './begin.ts';
import { type LabRecord, labStore } from './record.ts';
import { startAnew } from './start.ts';
import { clean, endLab } from './undo.ts';
import { providerOf } from './world.ts';

/**
 * Puts a lab back to its start, with the same seed; used hints stay noted. A lab with a cluster
 * of its own gets a fresh one, any other stays on its cluster.
 */
export function resetLab(context: Context, bank: Bank, id: string | undefined): Promise<LabRecord> {
  return exclusively(context, async () => {
    const active = await lookUp(context, bank, id);
    return active.cluster.own ? onFreshCluster(context, bank, active) : inPlace(context, active);
  });
}

async function inPlace(
  context: Context,
  { record, cluster, instance }: ActiveLab,
): Promise<LabRecord> {
  // Before anything is marked as half-done: a cluster that does not answer changes nothing. One that
  // the lab itself may break is repaired.
  if (!record.undo.nodes) await ensureRunning(context, providerOf(context, cluster), cluster);
  await labStore(context).put(record.lab, { ...record, phase: 'undoing' });
  await context.progress.step(`Removing what was made in ${record.lab}`, () =>
    clean(context, cluster, record),
  );
  return begin(context, instance, plan(instance), cluster, record);
}

async function onFreshCluster(
  context: Context,
  bank: Bank,
  { record, cluster, instance }: ActiveLab,
): Promise<LabRecord> {
  await endLab(context, record);
  const kubernetes = /\d+\.\d+/.exec(cluster.kubernetes)?.[0];
  const request = { lab: record.lab, kubernetes, retain: false };
  return (await startAnew(context, bank, instance, request, record)).record;
}
