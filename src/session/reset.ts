import { ensureRunning } from '../cluster/acquire.ts';
import type { Context } from '../context.ts';
import { exclusively } from '../host/lock.ts';
import type { Bank } from '../lab/bank.ts';
import { plan } from '../plan/plan.ts';
import { lookUp } from './active.ts';
import { type LabRecord, labStore } from './record.ts';
import { begin } from './start.ts';
import { groundOf, undoOnCluster } from './undo.ts';
import { providerOf } from './world.ts';

/** Puts a lab back to its start, on the same cluster with the same seed; used hints stay noted. */
export function resetLab(context: Context, bank: Bank, id: string | undefined): Promise<LabRecord> {
  return exclusively(context, async () => {
    const { record, cluster, instance } = await lookUp(context, bank, id);
    // Before anything is marked as half-done: a cluster that does not answer changes nothing.
    await ensureRunning(context, providerOf(context, cluster), cluster);
    await labStore(context).put(record.lab, { ...record, phase: 'undoing' });
    await context.progress.step(`Removing what was made in ${record.lab}`, async () => {
      const ground = await groundOf(context, cluster);
      await undoOnCluster(context, ground, cluster, record);
    });
    return begin(context, instance, plan(instance), cluster, record);
  });
}
