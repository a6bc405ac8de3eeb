import type { KubeObject } from '../kube/objects.ts';

/** Label on the namespaces and cluster-scoped objects that a lab's seed made. */
export const LAB_LABEL = 'cka-lab/lab';

export function isMarked(object: KubeObject, lab: string): boolean {
  return object.metadata.labels?.[LAB_LABEL] === lab;
}
