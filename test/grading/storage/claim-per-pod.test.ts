import { expect, test } from 'vitest';
import { claimPerPod } from '../../../src/grading/storage/claim-per-pod.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { made } from './objects.ts';

type Json = Record<string, unknown>;

const look = claimPerPod({
  set: 'db',
  namespace: 'here',
  replicas: 2,
  template: 'data',
  at: '/data',
  asks: { request: '64Mi', modes: ['ReadWriteOnce'], class: 'standard' },
});
const spec = {
  resources: { requests: { storage: '64Mi' } },
  accessModes: ['ReadWriteOnce'],
  storageClassName: 'standard',
};

function aSet(template: Json): KubeObject {
  const volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: { ...spec, ...template } }];
  return made('StatefulSet', 'db', { namespace: 'here', spec: { volumeClaimTemplates } });
}
function aPod(ordinal: number, claimName: string): KubeObject {
  return made('Pod', `db-${ordinal}`, {
    namespace: 'here',
    spec: {
      containers: [{ name: 'db', volumeMounts: [{ name: 'v', mountPath: '/data' }] }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
}
const aClaim = (ordinal: number, more: Json = {}) =>
  made('PersistentVolumeClaim', `data-db-${ordinal}`, {
    namespace: 'here',
    spec: { ...spec, ...more },
  });

async function outcome(
  {
    template = {},
    last = {},
    pods = [aPod(0, 'data-db-0'), aPod(1, 'data-db-1')],
  }: {
    template?: Json;
    last?: Json;
    pods?: KubeObject[];
  } = {},
  set = [aSet(template)],
) {
  const objects = [...set, ...pods, aClaim(0), aClaim(1, last)];
  const result = await look(fakeFacts(fakeObjects(objects)));
  return result.verdict === 'failed' ? result.actual : 'passed';
}

test('each pod has its own claim, by the template or the default class', async () => {
  expect(await outcome()).toBe('passed');
  expect(await outcome({ template: { storageClassName: undefined } })).toBe('passed');
});

test.each<[string, Parameters<typeof outcome>[0], string]>([
  ['a template of another class', { template: { storageClassName: 'fast' } }, 'class fast'],
  ['a claim of another class', { last: { storageClassName: 'fast' } }, 'class fast'],
  [
    'a claim of another size',
    { last: { resources: { requests: { storage: '64M' } } } },
    'request 64M',
  ],
  ['a pod too few', { pods: [aPod(0, 'data-db-0')] }, 'there is no such pod'],
  [
    'a claim for two',
    { pods: [aPod(0, 'data-db-0'), aPod(1, 'data-db-0')] },
    'no container mounts the claim data-db-1',
  ],
])('%s is not what was asked for', async (_, world, actual) => {
  expect(await outcome(world)).toBe(actual);
});

test('pods and claims alone are no set', async () => {
  expect(await outcome({}, [])).toBe('there is none');
});
