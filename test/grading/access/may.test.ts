import { expect, test } from 'vitest';
import { may } from '../../../src/grading/access/may.ts';
import { nobodyElseMay } from '../../../src/grading/access/nobody-else.ts';
import type { Rule } from '../../../src/grading/access/rule.ts';
import {
  type Binding,
  fakeAuthorizer,
  fakeFacts,
  fakeObjects,
  nothingRecorded,
  object,
} from '../fakes.ts';

const account = { kind: 'ServiceAccount', name: 'releaser', namespace: 'orders' } as const;
const USER = 'system:serviceaccount:orders:releaser';
const rules: Rule[] = [
  { verbs: ['get', 'patch'], group: 'apps', resource: 'deployments', namespace: 'orders' },
  { verbs: ['get'], resource: 'pods', subresource: 'log', names: ['web'], namespace: 'orders' },
];
const full = [
  { verbs: ['get', 'patch'], apiGroups: ['apps'], resources: ['deployments'] },
  { verbs: ['get'], apiGroups: [''], resources: ['pods/log'], resourceNames: ['web'] },
];
const there = fakeObjects([object('ServiceAccount', 'releaser', 'orders')]);
const grant = (rules = full, to = USER): Binding[] => [{ to, namespace: 'orders', rules }];

const ask = (bindings: () => readonly Binding[], lag = 0) =>
  may(account, rules)(fakeFacts({ ...there, lag, reviews: fakeAuthorizer(bindings) }));

test('passes by a binding to the account, to its groups, or from several roles', async () => {
  const passed = { verdict: 'passed' };
  expect(await ask(() => grant())).toMatchObject(passed);
  for (const group of [
    'system:serviceaccounts',
    'system:serviceaccounts:orders',
    'system:authenticated',
  ]) {
    expect(await ask(() => grant(full, group))).toMatchObject(passed);
  }
  expect(await ask(() => full.flatMap((rule) => grant([rule])))).toMatchObject(passed);
});

test('what is denied is told together, as a sentence', async () => {
  expect(await ask(() => grant(full.slice(1)))).toMatchObject({
    verdict: 'failed',
    expected: "releaser may get, patch deployments.apps in orders; get pods/log 'web' in orders",
    actual: 'denied: get, patch deployments.apps in orders',
  });
  expect(await ask(() => grant(full, 'releaser'))).toMatchObject({ actual: 'denied: all of it' });
});

test('asks again while the authorizer lags, and passes as soon as it knows', async () => {
  let asked = 0;
  const late = () => (++asked > 6 ? grant() : []);
  expect(await ask(late, 2)).toMatchObject({ verdict: 'passed' });
});

test('an account that does not exist may nothing, whatever an authorizer says of its name', async () => {
  const facts = fakeFacts({ ...fakeObjects([]), reviews: fakeAuthorizer(() => grant()) });
  expect(await may(account, rules)(facts)).toMatchObject({
    verdict: 'failed',
    expected: 'service account releaser exists in orders',
    actual: 'there is no such account',
  });
});

test('no rules at all would pass for nothing: that is an error', async () => {
  const facts = fakeFacts({ ...there, reviews: fakeAuthorizer(() => []) });
  await expect(may(account, [])(facts)).rejects.toThrow('no rules');
});

const others = fakeObjects([
  object('ServiceAccount', 'releaser', 'orders'),
  object('ServiceAccount', 'default', 'orders'),
  object('ServiceAccount', 'auditor', 'orders'),
]);
const auditor = { kind: 'ServiceAccount', name: 'auditor', namespace: 'orders' } as const;
const nobodyElse = (bindings: readonly Binding[], recorded = nothingRecorded) =>
  nobodyElseMay(rules, { except: [account, auditor] })(
    fakeFacts({ ...others, recorded, reviews: fakeAuthorizer(() => bindings) }),
  );

test('nobody else: the account and the exceptions may have the rights', async () => {
  const bindings = [...grant(), ...grant(full, 'system:serviceaccount:orders:auditor')];
  expect(await nobodyElse(bindings)).toMatchObject({ verdict: 'passed' });
});

test.each([
  ['system:authenticated', 'every user'],
  ['system:serviceaccounts', 'every service account of the cluster'],
  ['system:serviceaccounts:orders', 'every service account of orders'],
  ['system:serviceaccount:orders:default', 'service account default of orders'],
])('nobody else: bound to %s', async (to, title) => {
  expect(await nobodyElse([...grant(), ...grant(full.slice(1), to)])).toMatchObject({
    verdict: 'failed',
    actual: `${title} may get pods/log 'web' in orders`,
  });
});

test('nobody else: what every account could do at the start is not held against anybody', async () => {
  const everywhere = { resourceRules: full, pathRules: [], complete: true };
  const recorded = { ...nothingRecorded, fresh: { everywhere, namespaces: {} } };
  expect(await nobodyElse(grant(full, 'system:authenticated'), recorded)).toMatchObject({
    verdict: 'passed',
  });
});
