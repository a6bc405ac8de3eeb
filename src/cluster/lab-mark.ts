import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../kube/objects.ts';

/** Label on the namespaces and cluster-scoped objects that a lab's seed made. */
export const LAB_LABEL = 'cka-lab/lab';

/** A value for it: random, since whoever reads the lab's name there knows what it is about. */
export function newWord(): string {
  return `x${randomBytes(8).toString('hex')}`;
}

export function isMarked(object: KubeObject, word: string): boolean {
  return object.metadata.labels?.[LAB_LABEL] === word;
}
