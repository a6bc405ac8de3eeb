import { expect, test } from 'vitest';
import { fieldKept } from '../../src/grading/field-kept.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, nothingRecorded, object } from './fakes.ts';

const REF = 'Service/web in shop';
const web = object('Service', 'web', 'shop');
const at = (clusterIP: string, uid: string) => {
  const made = { ...web, metadata: { ...web.metadata, uid }, spec: { clusterIP } };
  return made as KubeObject;
};

function look(...now: KubeObject[]) {
  const recorded = {
    ...nothingRecorded,
    objects: { [REF]: { uid: '1', owned: false, object: at('10.96.0.7', '1') } },
  };
  const kept = fieldKept({ title: 'the cluster IP', ref: REF, path: ['spec', 'clusterIP'] });
  return kept(fakeFacts({ recorded, ...fakeObjects(now) }));
}

test('the same value, of an object made again too', async () => {
  expect(await look(at('10.96.0.7', '1'))).toMatchObject({ verdict: 'passed' });
  expect(await look(at('10.96.0.7', '2'))).toMatchObject({ verdict: 'passed' });
});

test('another value, or no object', async () => {
  expect(await look(at('10.96.0.8', '2'))).toMatchObject({
    verdict: 'failed',
    expected: 'the cluster IP: "10.96.0.7"',
    actual: 'the cluster IP: "10.96.0.8"',
  });
  expect(await look()).toMatchObject({ verdict: 'failed', actual: `there is no ${REF}` });
});

test('an object that was not recorded is a mistake in the lab', async () => {
  const kept = fieldKept({ title: 'the cluster IP', ref: 'Service/api in shop', path: [] });
  await expect(kept(fakeFacts(fakeObjects([])))).rejects.toThrow("under 'keep:'");
});
