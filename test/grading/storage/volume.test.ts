import { expect, test } from 'vitest';
import { type VolumeTraits, volumeIs, volumesFree } from '../../../src/grading/storage/volume.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aVolume } from './objects.ts';

const asked: VolumeTraits = {
  capacity: '2048Mi',
  modes: ['ReadOnlyMany', 'ReadWriteOnce'],
  class: 'disks',
  labels: { content: 'kept' },
  reclaim: 'Retain',
  folder: '/srv/kept',
};
const labels = { labels: { content: 'kept', more: 'too' } };
const look = (traits: VolumeTraits, ...objects: KubeObject[]) =>
  volumeIs('disk', traits)(fakeFacts(fakeObjects(objects)));

test('a volume is compared by what its fields mean', async () => {
  expect(await look(asked, aVolume('disk', {}, { metadata: labels }))).toMatchObject({
    verdict: 'passed',
  });
  const local = {
    hostPath: undefined,
    local: { path: '/srv//kept/' },
    storageClassName: undefined,
  };
  const annotations = { 'volume.beta.kubernetes.io/storage-class': 'disks' };
  const other = aVolume('disk', local, { metadata: { ...labels, annotations } });
  expect(await look(asked, other)).toMatchObject({ verdict: 'passed' });
});

test.each([
  [{ capacity: { storage: '2G' } }, 'capacity 2Gi', 'capacity 2G'],
  [{ capacity: {} }, 'capacity 2Gi', 'no capacity'],
  [
    { accessModes: ['ReadWriteOnce'] },
    'access modes ReadOnlyMany and ReadWriteOnce',
    'access modes ReadWriteOnce',
  ],
  [
    { accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'] },
    'access modes ReadOnlyMany and ReadWriteOnce',
    'access modes ReadOnlyMany and ReadWriteMany and ReadWriteOnce',
  ],
  [{ storageClassName: undefined }, 'class disks', 'no class'],
  [{ storageClassName: 'other' }, 'class disks', 'class other'],
  [{ persistentVolumeReclaimPolicy: 'Delete' }, 'reclaim policy Retain', 'reclaim policy Delete'],
  [
    { hostPath: { path: '/srv/kept/more' } },
    'the folder /srv/kept of a node',
    'the folder /srv/kept/more',
  ],
  [{ hostPath: undefined, nfs: {} }, 'the folder /srv/kept of a node', 'no folder of a node'],
])('%j is another volume', async (spec, expected, actual) => {
  const volume = aVolume('disk', spec, { metadata: labels });
  expect(await look({ ...asked, capacity: '2Gi' }, volume)).toMatchObject({
    verdict: 'failed',
    expected: `PersistentVolume/disk: ${expected}`,
    actual,
  });
});

test('a label counts with its value', async () => {
  const failure = { verdict: 'failed', expected: 'PersistentVolume/disk: label content=kept' };
  expect(await look(asked, aVolume('disk'))).toMatchObject({
    ...failure,
    actual: 'no label content',
  });
  const other = aVolume('disk', {}, { metadata: { labels: { content: 'lent' } } });
  expect(await look(asked, other)).toMatchObject({ ...failure, actual: 'label content=lent' });
});

test('every difference is named', async () => {
  const volume = aVolume('disk', {
    capacity: { storage: '1Gi' },
    persistentVolumeReclaimPolicy: 'Delete',
  });
  expect(await look({ capacity: '2Gi', reclaim: 'Retain' }, volume)).toMatchObject({
    expected: 'PersistentVolume/disk: capacity 2Gi, reclaim policy Retain',
    actual: 'capacity 1Gi, reclaim policy Delete',
  });
});

test('a volume that is not there, or soon will not be, is the learner’s failure', async () => {
  expect(await look(asked)).toMatchObject({ verdict: 'failed', actual: 'there is none' });
  const going = aVolume(
    'disk',
    {},
    { metadata: { ...labels, deletionTimestamp: '2026-01-01T00:00:00Z' } },
  );
  expect(await look(asked, going)).toMatchObject({
    verdict: 'failed',
    actual: 'it is being deleted',
  });
});

test('to ask nothing of a volume is a mistake of the grader', async () => {
  await expect(look({}, aVolume('disk'))).rejects.toThrow('it would pass for nothing');
});

test('a volume is free while no claim has, had or is promised it', async () => {
  const free = (...objects: KubeObject[]) =>
    volumesFree('one', 'two')(fakeFacts(fakeObjects([aVolume('one'), ...objects])));
  const claimRef = { namespace: 'here', name: 'kept' };
  expect(await free(aVolume('two'))).toMatchObject({ verdict: 'passed' });
  expect(await free()).toMatchObject({ verdict: 'failed', actual: 'two was deleted' });
  for (const phase of ['Bound', 'Released', 'Available']) {
    expect(await free(aVolume('two', { claimRef }, { phase }))).toMatchObject({
      verdict: 'failed',
      actual: `two is ${phase}, claimed by here/kept`,
    });
  }
  expect(await free(aVolume('two', {}, { phase: 'Failed' }))).toMatchObject({
    actual: 'two is Failed',
  });
});
