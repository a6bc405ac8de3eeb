import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import type { Plan } from '../plan/plan.ts';
import { type Kit, setUpFor } from './place.ts';

/** Does all set-up, once for each kind of cluster that is needed. */
export async function kitsFor(
  context: Context,
  clusters: readonly Plan['cluster'][],
): Promise<Map<string, Kit>> {
  const kits = new Map<string, Kit>();
  for (const cluster of clusters) {
    const kind = kindOf(cluster);
    if (!kits.has(kind)) kits.set(kind, await setUpFor(context, { cluster }));
  }
  return kits;
}

/** Clusters of one kind are alike. */
export function kindOf({
  topology,
  kubernetes,
}: Pick<Plan['cluster'], 'topology' | 'kubernetes'>): string {
  return [topology, kubernetes ?? ''].join(' ');
}

/** Whether a cluster is what would be made of a kit. */
export function isMadeOf(
  { topology, image, kubernetes }: ClusterRecord,
  wanted: Kit['wanted'],
): boolean {
  return (
    topology === wanted.topology.name &&
    image === wanted.image.reference &&
    kubernetes === wanted.image.kubernetes
  );
}
