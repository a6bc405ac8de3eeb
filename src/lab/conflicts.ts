import type { LabInstance } from './instance.ts';
import { refText } from './ref.ts';

type Claims = Pick<LabInstance, 'id' | 'owns'> & {
  lab: Pick<LabInstance['lab'], 'scope' | 'changes'>;
};

/** Why two labs can't be on one cluster at the same time; undefined when they can. */
export function conflicts(a: Claims, b: Claims): string | undefined {
  const alone = [a, b].find(({ lab }) => lab.scope !== 'api');
  if (alone) return `${alone.id} needs a cluster to itself`;
  const both = `${a.id} and ${b.id} both`;
  const change = shared(a.lab.changes, b.lab.changes);
  if (change !== undefined) return `${both} change ${change}`;
  const namespace = shared(a.owns.namespaces, b.owns.namespaces);
  if (namespace !== undefined) return `${both} own the namespace ${namespace}`;
  const object = shared(a.owns.objects.map(refText), b.owns.objects.map(refText));
  if (object !== undefined) return `${both} own ${object}`;
  const path = shared(a.owns.paths, b.owns.paths);
  return path === undefined ? undefined : `${both} own ${path}`;
}

function shared(a: readonly string[], b: readonly string[]): string | undefined {
  return a.find((one) => b.includes(one));
}
