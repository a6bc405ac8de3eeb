import { expect, test } from 'vitest';
import { addressesOf, addressText, inBlock } from '../../../src/grading/network/address.ts';
import type { End, Policy, Port } from '../../../src/grading/network/model.ts';
import { lets, policiesOf } from '../../../src/grading/network/policy.ts';
import { matches, selectedBy } from '../../../src/grading/sets/selector.ts';
import { is, named, pod, policy } from './shop.ts';

const db = pod('db', 'data', { app: 'db' }, [{ name: 'sql', containerPort: 3306 }]);
const api = pod('api', 'shop', { app: 'api' });
const web = pod('web', 'shop', { app: 'web' });
const copy = pod('copy', 'data', { app: 'api' });
const outside = { ips: ['192.0.2.5'] };
const sql: Port = { port: 3306, protocol: 'TCP' };

function into(rule: object | undefined, peer: End, port = sql): boolean {
  const spec = { podSelector: is('db'), ...(rule ? { ingress: [rule] } : {}) };
  return lets([policy('data', 'p', spec as Policy['spec'] & {})], 'Ingress', db, peer, port);
}

test('a pod that no policy selects is open, one that is selected is closed', () => {
  expect(lets([], 'Ingress', db, web, sql)).toBe(true);
  expect(into(undefined, web)).toBe(false);
});

test.each<[string, NonNullable<Policy['spec']>, string[]]>([
  ['no types and no rules', { podSelector: {} }, ['Ingress']],
  ['no types, rules for egress', { podSelector: {}, egress: [{}] }, ['Ingress', 'Egress']],
  ['no types, an empty list', { podSelector: {}, egress: [] }, ['Ingress']],
  ['Egress alone', { podSelector: {}, policyTypes: ['Egress'] }, ['Egress']],
  ['no selector is all pods', { policyTypes: ['Ingress'] }, ['Ingress']],
  ['other labels', { podSelector: is('web') }, []],
])('which directions a policy closes: %s', (_title, spec, directions) => {
  const policies = [policy('data', 'p', spec)];
  const closed = (['Ingress', 'Egress'] as const).filter(
    (direction) => policiesOf(policies, direction, db).length > 0,
  );
  expect(closed).toEqual(directions);
});

test('a policy selects pods of its own namespace only', () => {
  expect(policiesOf([policy('shop', 'p', { podSelector: {} })], 'Ingress', db)).toEqual([]);
});

const both = { namespaceSelector: named('shop'), podSelector: is('api') };
test.each<[string, object, End[]]>([
  ['no from', {}, [api, web, copy, outside]],
  ['an empty from', { from: [] }, [api, web, copy, outside]],
  ['both selectors in one entry', { from: [both] }, [api]],
  [
    'in two entries',
    { from: [{ namespaceSelector: named('shop') }, { podSelector: is('api') }] },
    [api, web, copy],
  ],
  ['a podSelector alone', { from: [{ podSelector: is('api') }] }, [copy]],
  ['an empty namespaceSelector', { from: [{ namespaceSelector: {} }] }, [api, web, copy]],
  ['an empty podSelector', { from: [{ podSelector: {} }] }, [copy]],
  ['a block', { from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }, [outside]],
  [
    'a block with a hole',
    { from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['192.0.2.0/24'] } }] },
    [api, web, copy],
  ],
])('whom a rule lets in: %s', (_title, rule, allowed) => {
  expect([api, web, copy, outside].filter((peer) => into(rule, peer))).toEqual(allowed);
});

test.each<[string, object[] | undefined, Port[]]>([
  ['none', undefined, [sql, { port: 53, protocol: 'UDP' }]],
  ['a number', [{ port: 3306 }], [sql]],
  ['a name', [{ port: 'sql' }], [sql]],
  ['an unknown name', [{ port: 'http' }], []],
  ['a range', [{ port: 3300, endPort: 3310 }], [sql]],
  ['a protocol alone', [{ protocol: 'UDP' }], [{ port: 53, protocol: 'UDP' }]],
  ['another protocol', [{ port: 3306, protocol: 'UDP' }], []],
])('which ports a rule opens: %s', (_title, ports, allowed) => {
  const all: Port[] = [sql, { port: 53, protocol: 'UDP' }];
  const open = all.filter((port) => into({ from: [both], ports }, api, port));
  expect(open).toEqual(allowed);
});

test('a name of a port is looked up at the end that is reached', () => {
  const spec = { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'sql' }] }] };
  expect(lets([policy('shop', 'p', spec)], 'Egress', api, db, sql)).toBe(true);
  expect(lets([policy('shop', 'p', spec)], 'Egress', api, outside, sql)).toBe(false);
});

test('expressions', () => {
  const selector = {
    matchLabels: { app: 'api' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'old', operator: 'DoesNotExist' },
      { key: 'track', operator: 'Exists' },
      { key: 'zone', operator: 'NotIn', values: ['x'] },
    ],
  };
  const labels = { app: 'api', tier: 'a', track: 'x' };
  expect(matches(selector, labels)).toBe(true);
  for (const more of [{ app: 'web' }, { tier: 'c' }, { old: '' }, { zone: 'x' }]) {
    expect(matches(selector, { ...labels, ...more })).toBe(false);
  }
  expect(matches(selector, { app: 'api', tier: 'b' })).toBe(false);
  expect([...(selectedBy(selector, 'own') ?? [])].map(([trait]) => trait)).toEqual([
    ...['own app', 'own tier', 'own old', 'own track', 'own zone'],
  ]);
  const nobody = { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['api'] }] };
  expect(selectedBy({ ...is('api'), ...nobody }, 'own')).toBeUndefined();
  expect(() => matches({ matchExpressions: [{ key: 'a', operator: 'Gt' }] }, {})).toThrow("'Gt'");
});

test('addresses', () => {
  expect(inBlock({ cidr: '2001:db8::/32' }, '2001:db8::5')).toBe(true);
  expect(inBlock({ cidr: '10.0.0.0/8' }, '2001:db8::5')).toBe(false);
  expect(inBlock({ cidr: '::/0' }, '10.1.2.3')).toBe(false);
  expect(inBlock({ cidr: '010.000.0.0/8' }, '10.1.2.3')).toBe(true);
  const block = { cidr: '10.1.0.7/16', except: ['10.1.4.0/24', '10.1.0.0/22', '10.1.255.0/24'] };
  const ends = addressesOf(block).map(({ first, last }) => [addressText(first), addressText(last)]);
  expect(ends).toEqual([['10.1.5.0', '10.1.254.255']]);
  expect(addressesOf({ cidr: '2001:db8::/127' }).map(({ last }) => addressText(last))).toEqual([
    '2001:db8::1',
  ]);
});
