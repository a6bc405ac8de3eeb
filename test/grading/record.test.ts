import { expect, test } from 'vitest';
import { recordStart } from '../../src/grading/record.ts';
import type { Answer, Connection } from '../../src/kube/connection.ts';

const resource = (resource: string, kind: string, scope = 'Namespaced') => ({
  resource,
  responseKind: { kind },
  scope,
  verbs: ['get', 'list'],
});
const core = [
  resource('pods', 'Pod'),
  resource('configmaps', 'ConfigMap'),
  resource('namespaces', 'Namespace', 'Cluster'),
];
const GETS: Record<string, unknown> = {
  '/api': { items: [{ metadata: {}, versions: [{ version: 'v1', resources: core }] }] },
  '/apis': { items: [] },
  '/api/v1/namespaces': {
    items: [{ metadata: { name: 'kube-public' } }, { metadata: { name: 'orders' } }],
  },
  '/api/v1/namespaces/orders/pods/probe': {
    kind: 'Pod',
    metadata: { name: 'probe', namespace: 'orders', uid: 'p' },
    spec: { containers: [{ name: 'main', image: 'busybox', terminationMessagePath: '/x' }] },
  },
  '/api/v1/namespaces/orders/configmaps/kept': {
    kind: 'ConfigMap',
    metadata: { name: 'kept', namespace: 'orders', uid: 'c', resourceVersion: '7' },
    data: { a: 'b' },
  },
};
const common = {
  verbs: ['create'],
  apiGroups: ['authorization.k8s.io'],
  resources: ['selfsubjectaccessreviews'],
};
const extra = { verbs: ['get'], apiGroups: [''], resources: ['configmaps'] };

function connection() {
  const asked: { user: string | undefined; namespace: string }[] = [];
  const request: Connection['request'] = async (method, path, options): Promise<Answer> => {
    if (method === 'GET') {
      const body = GETS[path];
      return body ? { status: 200, body } : { status: 404, body: {} };
    }
    const { namespace } = JSON.parse(options?.body ?? '').spec;
    asked.push({ user: options?.headers?.['Impersonate-User'], namespace });
    const resourceRules = namespace === 'kube-public' ? [common, extra] : [common];
    return {
      status: 201,
      body: { status: { resourceRules, nonResourceRules: [], incomplete: false } },
    };
  };
  return { asked, connection: { server: 'https://demo', request } };
}
const KEPT = { kind: 'ConfigMap', name: 'kept', namespace: 'orders' };
const PROBE = { kind: 'Pod', name: 'probe', namespace: 'orders' };

test('records what graders compare with, as plain JSON', async () => {
  const { connection: to, asked } = connection();
  const recorded = await recordStart(to, { keep: [KEPT], pods: [PROBE] });
  expect(recorded.objects).toEqual({
    'ConfigMap/kept in orders': {
      uid: 'c',
      owned: false,
      object: {
        kind: 'ConfigMap',
        metadata: { name: 'kept', namespace: 'orders' },
        data: { a: 'b' },
      },
    },
  });
  expect(recorded.pods).toEqual({
    'Pod/probe in orders': {
      uid: 'p',
      containers: [{ name: 'main', image: 'busybox', command: [], args: [] }],
    },
  });
  expect(recorded.fresh).toEqual({
    everywhere: { resourceRules: [common], pathRules: [], complete: true },
    namespaces: { 'kube-public': { resourceRules: [extra], pathRules: [], complete: true } },
  });
  expect(JSON.parse(JSON.stringify(recorded))).toEqual(recorded);
  // An account that nobody made, in each namespace and in one that is not there.
  expect(asked).toHaveLength(3);
  for (const { user, namespace } of asked) {
    expect(user).toBe(`system:serviceaccount:${namespace}:cka-lab-nobody`);
  }
});

test('an object that seeding did not make is named', async () => {
  const keep = [{ ...KEPT, name: 'forgotten' }];
  await expect(recordStart(connection().connection, { keep, pods: [] })).rejects.toThrow(
    'ConfigMap/forgotten in orders is not there after seeding.',
  );
});

test('an object whose namespace is not said is a mistake of the lab', async () => {
  const keep = [{ kind: 'ConfigMap', name: 'kept' }];
  await expect(recordStart(connection().connection, { keep, pods: [] })).rejects.toThrow(
    'in which namespace',
  );
});
