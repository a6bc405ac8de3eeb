import { describe, expect, test } from 'vitest';
import type { Found } from '../../src/cluster/baseline.ts';
import { damage, lookAround, seedIn } from '../../src/exam/damage.ts';
import { withoutLabs } from '../../src/exam/isolate.ts';
import type { Connection } from '../../src/kube/connection.ts';
import type { Resources } from '../../src/kube/resources.ts';

const OWNED = {
  namespaces: ['shop'],
  objects: [
    { kind: 'ClusterRole', name: 'seller' },
    { kind: 'ConfigMap', name: 'prices', namespace: 'default' },
  ],
};

const found = (kind: string, name: string, namespace?: string, change: object = {}): Found => ({
  type: {
    group: '',
    version: 'v1',
    kind,
    plural: kind.toLowerCase(),
    namespaced: namespace !== undefined,
    verbs: ['list', 'delete'],
  },
  object: {
    kind,
    metadata: { name, uid: `uid-${name}`, ...(namespace === undefined ? {} : { namespace }) },
    ...change,
  },
});

const shop = found('Namespace', 'shop');
const prices = (change: object = {}) => found('ConfigMap', 'prices', 'shop', change);

describe('the seed of a lab', () => {
  test('is its namespaces, what is in them, and the objects that it owns', () => {
    const around = [
      shop,
      prices(),
      found('ClusterRole', 'seller'),
      found('ConfigMap', 'prices', 'default'),
      found('ConfigMap', 'prices', 'elsewhere'),
      found('Namespace', 'elsewhere'),
      found('ClusterRole', 'buyer'),
    ];
    expect(Object.keys(seedIn(around, OWNED))).toEqual([
      'Namespace/shop',
      'ConfigMap/prices in shop',
      'ClusterRole/seller',
      'ConfigMap/prices in default',
    ]);
  });

  test('leaves out what controllers make and what changes by itself', async () => {
    const controlled = { ownerReferences: [{ controller: true }] };
    const lists: Record<string, object[]> = {
      pods: [{ metadata: { name: 'web-1', namespace: 'shop', uid: '1', ...controlled } }],
      events: [{ metadata: { name: 'e', namespace: 'shop', uid: '2' } }],
      configmaps: [{ metadata: { name: 'prices', namespace: 'shop', uid: '3' } }],
    };
    const types = [
      ['Pod', 'pods'],
      ['Event', 'events'],
      ['ConfigMap', 'configmaps'],
    ].map(([kind, plural]) => ({
      ...{ kind, plural, group: '', version: 'v1', namespaced: true, verbs: ['list', 'delete'] },
    }));
    const request = async (_method: string, path: string) => ({
      status: 200,
      body: { items: lists[path.split('/').at(-1) ?? ''] },
    });
    const connection = { request } as unknown as Connection;
    const around = await lookAround(connection, { types } as unknown as Resources);
    expect(Object.keys(seedIn(around, OWNED))).toEqual(['ConfigMap/prices in shop']);
  });
});

describe('damage', () => {
  const before = seedIn([shop, prices()], OWNED);
  const damageBy = (...after: Found[]) => damage(before, seedIn(after, OWNED));

  test('is none where only the cluster itself wrote into an object', () => {
    const status = { status: { phase: 'Active' } };
    const touched = prices(status);
    touched.object.metadata.resourceVersion = '77';
    expect(damageBy(shop, touched)).toEqual([]);
  });

  test('is what is gone, changed or was added', () => {
    expect(damageBy(shop)).toEqual(['ConfigMap/prices in shop is gone']);
    expect(damageBy(shop, prices({ data: { a: '1' } }))).toEqual([
      'ConfigMap/prices in shop was changed',
    ]);
    expect(damageBy(shop, prices(), found('Pod', 'spy', 'shop'))).toEqual([
      'Pod/spy in shop was added',
    ]);
  });

  test('is one that was deleted and made again, and a namespace that is going', () => {
    const again = prices();
    again.object.metadata.uid = 'another';
    expect(damageBy(shop, again)).toEqual(['ConfigMap/prices in shop was changed']);
    const going = found('Namespace', 'shop');
    going.object.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    expect(damageBy(going, prices())).toEqual(['Namespace/shop was changed']);
  });
});

test('what labs own is known and never put back: a damaged seed is made anew as a whole', () => {
  const { object } = prices({ metadata: { name: 'prices', labels: undefined } });
  const kept = { kind: 'ConfigMap', metadata: { name: 'prices' } };
  const objects = {
    'v1 Namespace  shop': object,
    'v1 Namespace  kube-system': object,
    'rbac.authorization.k8s.io/v1 ClusterRole  seller': object,
    'v1 ConfigMap kube-system coredns': object,
  };
  // What is undefined would differ from what the API answers later.
  expect(withoutLabs({ objects, nodes: [] }, [OWNED]).objects).toStrictEqual({
    'v1 Namespace  shop': null,
    'v1 Namespace  kube-system': kept,
    'rbac.authorization.k8s.io/v1 ClusterRole  seller': null,
    'v1 ConfigMap kube-system coredns': kept,
  });
});
