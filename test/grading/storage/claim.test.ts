import { expect, test } from 'vitest';
import { boundTogether, claimAsks } from '../../../src/grading/storage/claim.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aClaim, aVolume } from './objects.ts';

const ref = { name: 'kept', namespace: 'here' };
const asks = (...objects: KubeObject[]) =>
  claimAsks(ref, { request: '500Mi', modes: ['ReadWriteOnce'], class: 'disks' })(
    fakeFacts(fakeObjects(objects)),
  );
const bound = (...objects: KubeObject[]) =>
  boundTogether(ref, 'disk')(fakeFacts(fakeObjects(objects)));
const deletionTimestamp = '2026-01-01T00:00:00Z';

test('a claim is compared by what its fields mean', async () => {
  const request = { resources: { requests: { storage: '524288000' } } };
  expect(await asks(aClaim(request))).toMatchObject({ verdict: 'passed' });
});

test.each([
  [{ resources: { requests: { storage: '500M' } } }, 'request 500Mi', 'request 500M'],
  [{ resources: undefined }, 'request 500Mi', 'no request'],
  [
    { accessModes: ['ReadWriteOncePod'] },
    'access modes ReadWriteOnce',
    'access modes ReadWriteOncePod',
  ],
  [{ storageClassName: '' }, 'class disks', 'no class'],
  [{ storageClassName: undefined }, 'class disks', 'the default class'],
])('%j asks for something else', async (spec, expected, actual) => {
  expect(await asks(aClaim(spec))).toMatchObject({
    verdict: 'failed',
    expected: `PersistentVolumeClaim/kept in here: ${expected}`,
    actual,
  });
});

test('the older annotation for the class wins over the field', async () => {
  const annotations = { 'volume.beta.kubernetes.io/storage-class': 'other' };
  expect(await asks(aClaim({}, { metadata: { annotations } }))).toMatchObject({
    actual: 'class other',
  });
});

test('a claim that is not there, or soon will not be, asks for nothing', async () => {
  expect(await asks()).toMatchObject({ verdict: 'failed', actual: 'there is none' });
  const going = aClaim({}, { metadata: { deletionTimestamp } });
  expect(await asks(going)).toMatchObject({ verdict: 'failed', actual: 'it is being deleted' });
});

const claim = aClaim({ volumeName: 'disk' });
const claimRef = { namespace: 'here', name: 'kept', uid: claim.metadata.uid };
const volume = aVolume('disk', { claimRef }, { phase: 'Bound' });

test('both sides must say that they are bound', async () => {
  expect(await bound(claim, volume)).toMatchObject({ verdict: 'passed' });
});

test.each<[string, KubeObject[], string]>([
  ['no claim', [volume], 'there is no claim kept in here'],
  [
    'a claim elsewhere',
    [{ ...claim, metadata: { ...claim.metadata, namespace: 'there' } }, volume],
    'there is no claim kept in here',
  ],
  [
    'no volume',
    [aClaim({}, { phase: 'Pending' })],
    'the claim is Pending, and there is no volume disk',
  ],
  ['another volume', [aClaim({ volumeName: 'spare' }), volume], 'the claim is bound to spare'],
  [
    'a claim that waits',
    [aClaim({}, { phase: 'Pending' }), aVolume('disk')],
    'the claim is Pending, the volume is Available',
  ],
  [
    'a claim made again',
    [
      aClaim({ volumeName: 'disk' }, { phase: 'Pending' }),
      aVolume('disk', { claimRef }, { phase: 'Released' }),
    ],
    'the claim is Pending, the volume is Released, claimed by here/kept',
  ],
  [
    'a claim whose volume was lost',
    [{ ...claim, status: { phase: 'Lost' } } as KubeObject, aVolume('disk')],
    'the claim is Lost, the volume is Available',
  ],
  [
    'a volume that goes',
    [claim, { ...volume, metadata: { ...volume.metadata, deletionTimestamp } }],
    'the claim is Bound, the volume is being deleted',
  ],
  [
    'a claim that goes',
    [{ ...claim, metadata: { ...claim.metadata, deletionTimestamp } }, volume],
    'the claim is being deleted',
  ],
])('%s is not bound', async (_, objects, actual) => {
  expect(await bound(...objects)).toMatchObject({
    verdict: 'failed',
    expected: 'the claim kept and the volume disk are bound',
    actual,
  });
});
