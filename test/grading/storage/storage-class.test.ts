import { expect, test } from 'vitest';
import { classIs, onlyDefaultClass } from '../../../src/grading/storage/storage-class.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';

const GA = 'storageclass.kubernetes.io/is-default-class';
const BETA = 'storageclass.beta.kubernetes.io/is-default-class';

function aClass(name: string, fields: object = {}, annotations: object = {}): KubeObject {
  const bare = object('StorageClass', name);
  return {
    ...bare,
    metadata: { ...bare.metadata, annotations },
    provisioner: 'example.test/disks',
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
    ...fields,
  } as KubeObject;
}
const facts = (...objects: KubeObject[]) => fakeFacts(fakeObjects(objects));
const asked = {
  provisioner: 'example.test/disks',
  binding: 'WaitForFirstConsumer',
  reclaim: 'Retain',
} as const;

test('a class is compared with its defaults', async () => {
  expect(await classIs('slow', asked)(facts(aClass('slow')))).toMatchObject({ verdict: 'passed' });
  const bare = aClass('slow', { reclaimPolicy: undefined, volumeBindingMode: undefined });
  expect(await classIs('slow', { ...asked, expandable: true })(facts(bare))).toMatchObject({
    verdict: 'failed',
    actual: 'binding mode Immediate, reclaim policy Delete, expansion allowed: false',
  });
  expect(await classIs('slow', asked)(facts())).toMatchObject({ actual: 'there is none' });
});

test.each([
  [{ slow: { [GA]: 'true' }, fast: {} }, undefined],
  [{ slow: { [BETA]: 'true' }, fast: { [GA]: 'false' } }, undefined],
  [{ slow: { [GA]: 'true' }, fast: { [BETA]: 'true' } }, 'marked: fast and slow'],
  [{ slow: { [GA]: 'True' }, fast: {} }, 'no class is the default'],
  [{ slow: {}, fast: { [GA]: 'true' } }, 'marked: fast'],
])('%j', async (classes, actual) => {
  const objects = Object.entries(classes).map(([name, marks]) => aClass(name, {}, marks));
  const found = await onlyDefaultClass('slow')(facts(...objects));
  if (actual === undefined) expect(found).toMatchObject({ verdict: 'passed' });
  else expect(found).toMatchObject({ verdict: 'failed', actual });
});
