import { type Baseline, takeBaseline } from '../cluster/baseline.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import type { ActiveLab } from '../session/active.ts';
import { cleanTo, groundOf } from '../session/undo.ts';
import { belongsTo, type Owned } from './damage.ts';

/**
 * What a cluster holds once its labs are seeded. What belongs to the labs is known, so that it is no
 * stray, and is not put back: a damaged seed is made anew as a whole.
 */
export async function standOf(
  context: Context,
  cluster: ClusterRecord,
  owned: readonly Owned[],
): Promise<Baseline> {
  const { connection, resources } = await groundOf(context, cluster);
  return withoutLabs(await takeBaseline(connection, resources), owned);
}

/** As if it had been kept in a file: what is undefined is not there, as in what the API answers. */
export function withoutLabs(baseline: Baseline, owned: readonly Owned[]): Baseline {
  const objects = Object.entries(baseline.objects).map(([key, kept]) => {
    const [, kind = '', namespace, name = ''] = key.split(' ');
    const ref = { kind, name, namespace: namespace === '' ? undefined : namespace };
    return [key, owned.some((one) => belongsTo(one, ref)) ? null : kept] as const;
  });
  return JSON.parse(JSON.stringify({ ...baseline, objects: Object.fromEntries(objects) }));
}

/**
 * Removes a lab that was graded, with all that its answer left on the cluster and its nodes, and puts
 * back what else it changed. Returns what was put back.
 */
export async function cleanAfter(
  context: Context,
  { record, cluster }: ActiveLab,
  stand: Baseline,
): Promise<string[]> {
  // Whoever gets at a node gets at its files, whatever the lab is about.
  const undo = { ...record.undo, nodes: true };
  const { restored } = await cleanTo(context, cluster, { lab: record.lab, undo }, stand);
  return restored;
}
