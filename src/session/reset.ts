import type { Context } from '../context.ts';
import { exclusively } from '../host/lock.ts';
import type { Bank } from '../lab/bank.ts';
import { plan } from '../plan/plan.ts';
import type { ActiveLab } from './active.ts';
import { type LabRecord, labStore } from './record.ts';
import { begin } from './start.ts';
import { groundOf, undoOnCluster } from './undo.ts';

/** Puts a lab back to its start, on the same cluster with the same seed; used hints stay noted. */
export function resetLab(context: Context, bank: Bank, active: ActiveLab): Promise<LabRecord> {
  return exclusively(context, async () => {
    const { record, cluster, instance } = active;
    const todo = plan(instance);
    await labStore(context).put(record.lab, { ...record, phase: 'undoing' });
    await context.progress.step(`Removing what was made in ${record.lab}`, async () => {
      const ground = await groundOf(context, cluster);
      await undoOnCluster(context, ground, cluster, todo);
    });
    const fresh = await begin(context, bank, instance, todo, cluster, record.part);
    const kept = { ...fresh, hints: record.hints, solutionSeen: record.solutionSeen };
    await labStore(context).put(kept.lab, kept);
    return kept;
  });
}
