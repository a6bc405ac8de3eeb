import { expect, test } from 'vitest';
import type { Policy } from '../../../src/grading/network/model.ts';
import { reachOf } from '../../../src/grading/network/reach.ts';
import { database, is, named, policy, right, terms, toDns, world } from './shop.ts';

/** What is found, by side; only those with something. */
function found(policies: Policy[]): string[] {
  const reach = reachOf(world(policies), terms);
  const [api, db] = terms.flows;
  if (!api || !db) throw new Error('no flows');
  const all = {
    api: reach.gaps(api),
    database: reach.gaps(db),
    dns: reach.dnsGaps(),
    'into shop': reach.holes('Ingress', 'shop'),
    'into data': reach.holes('Ingress', 'data'),
    'out of shop': reach.holes('Egress', 'shop'),
    'out of data': reach.holes('Egress', 'data'),
  };
  return Object.entries(all).flatMap(([name, texts]) => (texts.length > 0 ? [name] : []));
}

const all = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
const shop = named('shop');
const ports = [{ port: 3306 }];
const api = { namespaceSelector: shop, podSelector: is('api') };

test('the right policies leave nothing to say; none leave everything open', () => {
  expect(found(right())).toEqual([]);
  expect(found([])).toEqual([
    'api',
    'database',
    'dns',
    'into shop',
    'into data',
    'out of shop',
    'out of data',
  ]);
});

const expressed = (operator: string, values?: string[]) => ({
  matchExpressions: [{ key: 'app', operator, ...(values ? { values } : {}) }],
});
test.each<[string, Policy[]]>([
  [
    'a label that only this namespace has',
    database({ from: [{ ...api, namespaceSelector: { matchLabels: { zone: 'front' } } }], ports }),
  ],
  ['a set of one', database({ from: [{ ...api, podSelector: expressed('In', ['api']) }], ports })],
  ['the name of the port', database({ from: [api], ports: [{ port: 'sql' }] })],
  [
    'every pod of today and later in two halves',
    right({
      'data/all': {
        ...all,
        podSelector: { matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }] },
        egress: [toDns],
      },
      'data/b': {
        ...all,
        podSelector: { matchExpressions: [{ key: 'b', operator: 'Exists' }] },
        egress: [toDns],
      },
    }),
  ],
  [
    'DNS by the addresses that pods have',
    right({
      'data/all': {
        ...all,
        egress: [{ to: [{ ipBlock: { cidr: '10.244.0.0/16' } }], ports: toDns.ports }],
      },
    }),
  ],
  [
    'DNS let in from everywhere by a policy of its own',
    [
      ...right(),
      policy('kube-system', 'dns', {
        podSelector: {},
        ingress: [{ from: [{ namespaceSelector: {} }], ports: toDns.ports }],
      }),
    ],
  ],
  ['the same rule twice', database({ from: [api, api], ports: [...ports, ...ports] })],
  ['one policy more that opens nothing', [...right(), policy('data', 'deny', { podSelector: {} })]],
  [
    'DNS of any address',
    right({
      'data/all': {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        egress: [{ ports: toDns.ports }],
      },
    }),
  ],
])('also right: %s', (_title, policies) => {
  expect(found(policies)).toEqual([]);
});

test.each<[string, Policy[], string[]]>([
  ['a whole namespace', database({ from: [{ namespaceSelector: shop }], ports }), ['into data']],
  [
    'two entries for one',
    database({ from: [{ namespaceSelector: shop }, { podSelector: is('api') }], ports }),
    ['into data'],
  ],
  [
    'any namespace',
    database({ from: [{ namespaceSelector: {}, podSelector: is('api') }], ports }),
    ['into data'],
  ],
  [
    'a label that others have',
    database({
      from: [{ namespaceSelector: { matchLabels: { product: 'shop' } }, podSelector: is('api') }],
      ports,
    }),
    ['into data'],
  ],
  [
    'every value but one',
    database({
      from: [{ namespaceSelector: shop, podSelector: expressed('NotIn', ['web']) }],
      ports,
    }),
    ['into data'],
  ],
  [
    'any value',
    database({ from: [{ namespaceSelector: shop, podSelector: expressed('Exists') }], ports }),
    ['into data'],
  ],
  [
    'a set of two',
    database({
      from: [{ namespaceSelector: shop, podSelector: expressed('In', ['api', 'jobs']) }],
      ports,
    }),
    ['into data'],
  ],
  [
    'a namespace that may come',
    database({ from: [api, { namespaceSelector: named('monitoring') }], ports }),
    ['into data'],
  ],
  [
    'a label that may come',
    database({ from: [api, { podSelector: { matchLabels: { trusted: 'yes' } } }], ports }),
    ['into data'],
  ],
  [
    'all addresses but the pods',
    database({ from: [api, { ipBlock: { cidr: '192.168.0.0/16' } }], ports }),
    ['into data'],
  ],
  [
    'the address of a pod',
    database({ from: [{ ipBlock: { cidr: '10.244.1.11/32' } }], ports }),
    ['database', 'into data'],
  ],
  ['every port', database({ from: [api] }), ['into data']],
  [
    'UDP as well',
    database({ from: [api], ports: [...ports, { port: 3306, protocol: 'UDP' }] }),
    ['into data'],
  ],
  ['a range', database({ from: [api], ports: [{ port: 3306, endPort: 3307 }] }), ['into data']],
  [
    'a label of today',
    database({
      from: [
        { namespaceSelector: shop, podSelector: { matchLabels: { app: 'api', track: 'stable' } } },
      ],
      ports,
    }),
    ['database'],
  ],
  ['an empty from', database({ from: [], ports }), ['into data']],
  ['no port', database({ from: [api], ports: [{ port: 3305 }] }), ['database', 'into data']],
  ['egress forgotten', right({ 'data/all': { podSelector: {} } }), ['dns', 'out of data']],
  ['egress everywhere', right({ 'shop/all': { ...all, egress: [toDns, {}] } }), ['out of shop']],
  [
    'DNS pods by every port',
    right({ 'shop/all': { ...all, egress: [{ to: toDns.to }] } }),
    ['out of shop'],
  ],
  [
    'DNS by UDP',
    right({
      'data/all': { ...all, egress: [{ ...toDns, ports: [{ port: 53, protocol: 'UDP' }] }] },
    }),
    ['dns'],
  ],
  [
    'DNS by address',
    right({
      'data/all': {
        ...all,
        egress: [{ to: [{ ipBlock: { cidr: '10.244.1.16/32' } }], ports: toDns.ports }],
      },
    }),
    ['dns'],
  ],
  [
    'all pods but some',
    right({ 'data/all': { ...all, podSelector: expressed('NotIn', ['batch']), egress: [toDns] } }),
    ['dns', 'into data', 'out of data'],
  ],
  [
    'the pods of today',
    right({
      'data/all': { ...all, podSelector: expressed('In', ['db', 'archive']), egress: [toDns] },
    }),
    ['dns', 'into data', 'out of data'],
  ],
  [
    'the other namespace relied on',
    right({
      'shop/api': {
        podSelector: is('api'),
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: is('web') }], ports: [{ port: 8080 }] }],
        egress: [{ to: [{ namespaceSelector: named('data') }], ports }],
      },
    }),
    ['out of shop'],
  ],
  [
    'a way in on port 53',
    right({ 'data/all': { ...all, egress: [toDns], ingress: [{ ports: toDns.ports }] } }),
    ['into data'],
  ],
  [
    'ingress of DNS closed',
    [...right(), policy('kube-system', 'deny', { podSelector: {} })],
    ['dns'],
  ],
  [
    'the address of the control plane',
    right({
      'shop/all': {
        ...all,
        egress: [toDns, { to: [{ ipBlock: { cidr: '172.18.0.2/32' } }], ports: [{ port: 6443 }] }],
      },
    }),
    ['out of shop'],
  ],
  [
    'the address of a node',
    database({ from: [api, { ipBlock: { cidr: '172.18.0.2/32' } }], ports }),
    ['into data'],
  ],
  [
    'addresses with holes where one would look',
    database({
      from: [
        api,
        {
          ipBlock: {
            cidr: '203.0.113.0/24',
            except: ['203.0.113.0/31', '203.0.113.7/32', '203.0.113.128/29', '203.0.113.254/31'],
          },
        },
      ],
      ports,
    }),
    ['into data'],
  ],
  [
    'a name that no port has',
    database({ from: [api], ports: [...ports, { port: 'nobodys' }] }),
    ['into data'],
  ],
  [
    'two labels together',
    database({
      from: [api, { podSelector: { matchLabels: { app: 'archive', debug: 'yes', by: 'me' } } }],
      ports,
    }),
    ['into data'],
  ],
  [
    'pods that lack two labels',
    right({
      'data/all': {
        ...all,
        podSelector: {
          matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }],
        },
        egress: [toDns],
      },
      'data/b': {
        ...all,
        podSelector: {
          matchExpressions: [
            { key: 'b', operator: 'Exists' },
            { key: 'c', operator: 'NotIn', values: ['d'] },
          ],
        },
        egress: [toDns],
      },
    }),
    ['dns', 'into data', 'out of data'],
  ],
  [
    "others' DNS cut off",
    [
      ...right(),
      policy('kube-system', 'dns', {
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        ingress: [
          {
            from: [{ namespaceSelector: shop }, { namespaceSelector: named('data') }],
            ports: toDns.ports,
          },
        ],
      }),
    ],
    ['dns'],
  ],
  [
    'in the wrong namespace',
    right({
      'data/db': all,
      'shop/db': { podSelector: is('db'), ingress: [{ from: [api], ports }] },
    }),
    ['database', 'into shop'],
  ],
])('wrong: %s', (_title, policies, sides) => {
  expect(found(policies)).toEqual(sides);
});

test('what may be asked of infinitely many is decided within a second', () => {
  const start = performance.now();
  const values = Array.from({ length: 1000 }, (_, number) => `v${number}`);
  const peers = values.map((value) => ({
    podSelector: { matchLabels: { [`k-${value}`]: value } },
  }));
  const blocks = values.map((_, number) => ({
    ipBlock: { cidr: '10.0.0.0/8', except: [`10.${number % 250}.${number >> 2}.0/24`] },
  }));
  const each = values.map((value) =>
    policy('data', value, { podSelector: { matchLabels: { app: value } }, ingress: [] }),
  );
  const wide = { from: [{ ...api, podSelector: expressed('NotIn', values) }], ports };
  expect(found(database(wide))).toEqual(['into data']);
  expect(found(database({ from: [api, ...peers], ports }))).toEqual(['into data']);
  expect(found(database({ from: [api, ...blocks], ports }))).toEqual(['into data']);
  expect(found([...right(), ...each])).toEqual([]);
  expect(performance.now() - start).toBeLessThan(4000);
});

test('what is too much to decide is said, and is no error', () => {
  const odd = Array.from({ length: 40 }, (_, number) => ({
    podSelector: { matchLabels: { [`a${number}`]: 'x', [`b${number}`]: 'y', [`c${number}`]: 'z' } },
  }));
  const reach = reachOf(world(database({ from: odd, ports })), terms);
  const [, flow] = terms.flows;
  if (!flow) throw new Error('no flow');
  expect(reach.gaps(flow)).toBeInstanceOf(Array);
  const many = odd.map(({ podSelector }, number) =>
    policy('data', `p${number}`, { podSelector, policyTypes: ['Ingress'] }),
  );
  const lone = right().filter(({ metadata: { name } }) => name !== 'all' && name !== 'db');
  expect(reachOf(world([...lone, ...many]), terms).holes('Ingress', 'data')).toEqual([
    'there are too many rules to decide what they allow',
  ]);
});

test('both labels of one peer, and a new namespace, are named', () => {
  const podSelector = { matchLabels: { a: '1', b: '2' } };
  const policies = database({ from: [api, { namespaceSelector: {}, podSelector }], ports });
  const texts = reachOf(world(policies), terms).holes('Ingress', 'data');
  expect(texts).toContain(
    'NetworkPolicy db lets a pod of data with app=db accept from a pod of a new namespace (kubernetes.io/metadata.name=other) with a=1, b=2 on TCP 3306',
  );
});

test('what is said names the policy and both ends', () => {
  const policies = database({ from: [{ namespaceSelector: shop }], ports });
  const reach = reachOf(world(policies), terms);
  expect(reach.holes('Ingress', 'data')[0]).toBe(
    'NetworkPolicy db lets a pod of data with app=db accept from a pod of shop with no labels on TCP 3306',
  );
});
