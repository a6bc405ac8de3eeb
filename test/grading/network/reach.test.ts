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

const all = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
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

test('a node may reach its own pods anyway', () => {
  const block = { ipBlock: { cidr: '172.18.0.2/32' } };
  expect(found(database({ from: [api, block], ports }))).toEqual([]);
});

test('what is said names the policy and both ends', () => {
  const policies = database({ from: [{ namespaceSelector: shop }], ports });
  const reach = reachOf(world(policies), terms);
  expect(reach.holes('Ingress', 'data')[0]).toBe(
    'NetworkPolicy db lets a pod of data with app=db accept from a pod of shop with no labels on TCP 3306',
  );
});
