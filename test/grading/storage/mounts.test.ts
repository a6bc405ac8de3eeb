import { expect, test } from 'vitest';
import { type MountAsked, podMounts } from '../../../src/grading/storage/mounts.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { made } from './objects.ts';

interface Mount {
  name?: string;
  mountPath: string;
  readOnly?: boolean;
}
interface Shape {
  mounts?: Mount[];
  init?: Mount[];
  volumes?: object[];
  phase?: string;
  ready?: boolean;
  going?: boolean;
}

function aPod({
  mounts = [{ mountPath: '/data' }],
  init,
  volumes,
  phase = 'Running',
  ready = true,
  going,
}: Shape) {
  const container = (all: Mount[]) => ({
    volumeMounts: all.map((one) => ({ name: 'kept', ...one })),
  });
  return made('Pod', 'web', {
    namespace: 'here',
    spec: {
      containers: [{ name: 'plain' }, container(mounts)],
      ...(init ? { initContainers: [container(init)] } : {}),
      volumes: volumes ?? [claimVolume()],
    },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
    metadata: going ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {},
  });
}

function claimVolume(readOnly?: boolean, claimName = 'kept', name = 'kept') {
  return {
    name,
    persistentVolumeClaim: { claimName, ...(readOnly === undefined ? {} : { readOnly }) },
  };
}

const look = (readOnly: boolean, object?: KubeObject, more: Partial<MountAsked> = {}) =>
  podMounts(
    { name: 'web', namespace: 'here' },
    { claim: 'kept', at: '/data', readOnly, ...more },
  )(fakeFacts(fakeObjects(object ? [object] : [])));

test.each<[string, boolean, Shape]>([
  ['a writer', false, {}],
  ['a writer with a slash more', false, { mounts: [{ mountPath: '/data/' }] }],
  ['a writer in an init container', false, { mounts: [], init: [{ mountPath: '/data' }] }],
  [
    'a writer that also reads',
    false,
    { mounts: [{ mountPath: '/data' }, { mountPath: '/old', readOnly: true }] },
  ],
  ['a reader by its mount', true, { mounts: [{ mountPath: '/data', readOnly: true }] }],
  ['a reader by its volume', true, { volumes: [claimVolume(true)] }],
  [
    'a reader with other volumes',
    true,
    { volumes: [claimVolume(true), { name: 'tmp', emptyDir: {} }] },
  ],
])('%s', async (_, readOnly, shape) => {
  expect(await look(readOnly, aPod(shape))).toMatchObject({ verdict: 'passed' });
});

test.each<[string, boolean, Shape, string]>([
  ['a reader that may write', true, {}, 'the pod may write to the claim'],
  [
    'a reader that may write elsewhere',
    true,
    { mounts: [{ mountPath: '/data', readOnly: true }], init: [{ mountPath: '/all' }] },
    'the pod may write to the claim',
  ],
  [
    'a reader with the claim twice',
    true,
    {
      mounts: [{ mountPath: '/data' }, { name: 'again', mountPath: '/all' }],
      volumes: [claimVolume(true), claimVolume(false, 'kept', 'again')],
    },
    'the pod may write to the claim',
  ],
  [
    'a writer that may only read',
    false,
    { volumes: [claimVolume(true)] },
    'the pod may only read the claim',
  ],
  ['another path', false, { mounts: [{ mountPath: '/mnt' }] }, 'the claim is mounted at /mnt'],
  [
    'another claim',
    false,
    { volumes: [claimVolume(false, 'other')] },
    'no container mounts the claim kept',
  ],
  ['a volume that nothing mounts', false, { mounts: [] }, 'no container mounts the claim kept'],
  ['no volumes', false, { volumes: [], mounts: [] }, 'no container mounts the claim kept'],
  ['a pod that waits', false, { phase: 'Pending', ready: false }, 'the pod is Pending'],
  ['a pod that ended', false, { phase: 'Succeeded', ready: false }, 'the pod is Succeeded'],
  ['a pod that crashes', false, { ready: false }, 'the pod is not ready'],
  ['a pod that goes', false, { going: true }, 'the pod is being deleted'],
])('%s fails', async (_, readOnly, shape, actual) => {
  expect(await look(readOnly, aPod(shape))).toMatchObject({ verdict: 'failed', actual });
});

test('no pod is a failure', async () => {
  expect(await look(true)).toMatchObject({
    verdict: 'failed',
    expected: 'the pod web is ready and mounts the claim kept at /data, read-only',
    actual: 'there is no such pod',
  });
});

test.each(['/srv/kept', '/srv/kept/part', '/srv', '/'])(
  '%s of the node is a way past the claim',
  async (path) => {
    const pod = aPod({ volumes: [claimVolume(), { name: 'direct', hostPath: { path } }] });
    expect(await look(false, pod, { folder: '/srv/kept' })).toMatchObject({
      verdict: 'failed',
      actual: `the pod has ${path} of the node without the claim`,
    });
  },
);

test.each(['/srv/kept-too', '/etc'])('%s of the node is another folder', async (path) => {
  const pod = aPod({ volumes: [claimVolume(), { name: 'direct', hostPath: { path } }] });
  expect(await look(false, pod, { folder: '/srv/kept' })).toMatchObject({ verdict: 'passed' });
});
