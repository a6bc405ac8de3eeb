import { expect, test } from 'vitest';
import { claimHasLine, claimProvisioned } from '../../../src/grading/storage/provisioned.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aVolume, made } from './objects.ts';

const REF = { name: 'boxes', namespace: 'depot' };
const asked = { class: 'disks', reclaim: 'Retain', provisioner: 'example.test/disks' } as const;
const claim = made('PersistentVolumeClaim', 'boxes', {
  namespace: 'depot',
  spec: { volumeName: 'pvc-1' },
  status: { phase: 'Bound' },
});
const annotations = { 'pv.kubernetes.io/provisioned-by': 'example.test/disks' };
const volume = (spec: object = {}, metadata: Record<string, unknown> = { annotations }) =>
  aVolume('pvc-1', { claimRef: { uid: claim.metadata.uid }, ...spec }, { metadata });
const look = (...objects: KubeObject[]) =>
  claimProvisioned(REF, asked)(fakeFacts(fakeObjects(objects)));

test('a volume that was made for the claim passes', async () => {
  expect(await look(claim, volume())).toMatchObject({ verdict: 'passed' });
});

test.each([
  [[volume({ persistentVolumeReclaimPolicy: 'Delete' })], 'reclaim policy Delete'],
  [[volume({ storageClassName: 'other' })], 'class other'],
  [[volume({}, {})], 'made by nobody'],
  [[volume({ claimRef: { uid: 'another' } })], 'it is Bound'],
  [[], 'it is Bound'],
])('another volume fails: %#', async (volumes, actual) => {
  expect(await look(claim, ...volumes)).toMatchObject({ verdict: 'failed', actual });
});

test('without a claim there is nothing', async () => {
  expect(await look()).toMatchObject({ verdict: 'failed', actual: 'there is none' });
});

test('the line is looked for in the folder of the volume', async () => {
  const asked: string[][] = [];
  const run = async (command: readonly string[]) => {
    asked.push([...command]);
    return { exitCode: 0, stdout: 'early\n', stderr: '' };
  };
  const facts = fakeFacts({
    ...fakeObjects([claim, volume()]),
    node: () => ({ run }) as never,
  });
  const look = (line: string) => claimHasLine(REF, 'worker', 'list.txt', line)(facts);
  expect(await look('early')).toMatchObject({ verdict: 'passed' });
  expect(asked[0]?.at(-1)).toBe('/srv/kept/list.txt');
  expect(await look('late')).toMatchObject({ verdict: 'failed' });
});
