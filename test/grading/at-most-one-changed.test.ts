import { expect, test } from 'vitest';
import { atMostOneChanged } from '../../src/grading/at-most-one-changed.ts';
import { isFailed } from '../../src/grading/verdict.ts';
import { normalise } from '../../src/kube/normalise.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';
import { worded } from './worded.ts';

const refs = ['ConfigMap/a in shop', 'ConfigMap/b in shop', 'ConfigMap/c in data'] as const;
const one = object('ConfigMap', 'a', 'shop');
const two = object('ConfigMap', 'b', 'shop');
const three = object('ConfigMap', 'c', 'data');
const start = [one, two, three];

async function found(now: readonly KubeObject[]) {
  const objects = Object.fromEntries(
    start.map((each, index) => [
      refs[index],
      { uid: each.metadata.uid, owned: false, object: normalise(each) },
    ]),
  );
  const recorded = { ...nothingRecorded, objects };
  const look = atMostOneChanged(...refs);
  const outcome = worded(await look(fakeFacts({ ...fakeObjects(now), recorded })));
  return isFailed(outcome) ? outcome.actual : 'passed';
}

const changed = (each: KubeObject) => ({ ...each, data: { key: 'new' } }) as KubeObject;

test('all as they were, or one changed, whichever', async () => {
  expect(await found(start)).toBe('passed');
  expect(await found([changed(one), two, three])).toBe('passed');
  expect(await found([one, two, changed(three)])).toBe('passed');
});

test('one made again counts as changed', async () => {
  const again = object('ConfigMap', 'b', 'shop');
  expect(await found([one, again, three])).toBe('passed');
  expect(await found([changed(one), again, three])).toBe(
    'ConfigMap/a in shop: data: {"key":"new"} was added; ConfigMap/b in shop: deleted and made again',
  );
});

test('one too few, or too many', async () => {
  expect(await found([one, three])).toBe('no ConfigMap/b in shop');
  expect(await found([...start, object('ConfigMap', 'd', 'data')])).toBe(
    'also ConfigMap/d in data',
  );
  expect(await found([...start, object('ConfigMap', 'd', 'elsewhere')])).toBe('passed');
});
