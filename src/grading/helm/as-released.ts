import { type Difference, deletion, of } from '../../kube/difference.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { documentsIn } from '../../yaml/learner.ts';
import { differencesFrom } from '../covered.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, sameAs } from '../verdict.ts';
import { newestOf } from './history.ts';
import type { ReleaseRef } from './release.ts';

/**
 * The objects of a release are in the cluster as its newest revision made them: nothing was scaled,
 * patched, undone or deleted past Helm. Fields that the chart does not write are not looked at.
 */
export function asReleased(ref: ReleaseRef): Look {
  return async (facts) => {
    const expected = `the objects of ${ref.name} are as its newest revision has them`;
    const newest = await newestOf(facts, ref);
    if (!newest) {
      return failed({ expected, actual: `there is no release ${ref.name} in ${ref.namespace}` });
    }
    const objects = documentsIn(newest.manifest).filter((document) => document !== null);
    if (objects.length === 0) return failed({ expected, actual: 'it has no objects' });
    const found = await Promise.all(
      objects.map((object) => changesOf(facts, object as KubeObject, ref.namespace)),
    );
    return sameAs(expected, found.flat());
  };
}

async function changesOf(
  facts: Facts,
  wanted: KubeObject,
  namespace: string,
): Promise<Difference[]> {
  const { kind = '', metadata } = wanted;
  const title = `${kind}/${metadata.name}`;
  const object = await facts.get(`${title} in ${metadata.namespace ?? namespace}`);
  return object ? of(title, differencesFrom(wanted, object)) : deletion(title, object);
}
