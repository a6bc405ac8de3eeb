import { expect, test } from 'vitest';
import { sameObjects } from '../../src/grading/same-objects.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';
import { worded } from './worded.ts';

const REF = 'Deployment/web in shop';
const web = object('Deployment', 'web', 'shop');

function look(...now: KubeObject[]) {
  const recorded = {
    ...nothingRecorded,
    objects: { [REF]: { uid: web.metadata.uid, owned: true, object: {} } },
  };
  return sameObjects(REF)(fakeFacts({ recorded, ...fakeObjects(now) })).then(worded);
}

test('the very object of the start, changed or not', async () => {
  expect(await look(web)).toMatchObject({ verdict: 'passed' });
  expect(await look({ ...web, metadata: { ...web.metadata, labels: { a: 'b' } } })).toMatchObject({
    verdict: 'passed',
  });
});

test.each<[string, KubeObject[]]>([
  ['deleted', []],
  ['being deleted', [{ ...web, metadata: { ...web.metadata, deletionTimestamp: 'now' } }]],
  ['deleted and made again', [object('Deployment', 'web', 'shop')]],
])('%s', async (actual, now) => {
  expect(await look(...now)).toMatchObject({ verdict: 'failed', actual: `${REF}: ${actual}` });
});

test('an object that was not recorded is a mistake in the lab', async () => {
  const facts = fakeFacts(fakeObjects([]));
  await expect(sameObjects('Deployment/api in shop')(facts)).rejects.toThrow("under 'keep:'");
});
