import { describe, expect, test } from 'vitest';
import { digestsOf } from '../../../src/grading/access/cluster-bindings.ts';
import { may } from '../../../src/grading/access/may.ts';
import { nobodyElseMay } from '../../../src/grading/access/nobody-else.ts';
import type { Rule } from '../../../src/grading/access/rule.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
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
  nobodyElseMay(rules, [
    { subject: account, may: rules },
    { subject: auditor, may: rules.slice(1) },
  ])(fakeFacts({ ...others, recorded, reviews: fakeAuthorizer(() => bindings) }));

test('nobody else: the account and the exceptions may have the rights', async () => {
  const audits = grant(full.slice(1), 'system:serviceaccount:orders:auditor');
  expect(await nobodyElse([...grant(), ...audits])).toMatchObject({ verdict: 'passed' });
});

test('nobody else: an exception is one for its own rights alone', async () => {
  const bindings = [...grant(), ...grant(full, 'system:serviceaccount:orders:auditor')];
  expect(await nobodyElse(bindings)).toMatchObject({
    verdict: 'failed',
    actual: 'service account auditor of orders may get, patch deployments.apps in orders',
  });
});

describe('nobody else: whom bindings name', () => {
  const role = { ...object('ClusterRole', 'release'), rules: full };
  const binding = (kind: string, name: string, namespace?: string) => ({
    ...object('ClusterRoleBinding', 'more'),
    roleRef: { kind: 'ClusterRole', name: 'release' },
    subjects: [namespace === undefined ? { kind, name } : { kind, name, namespace }],
  });
  const look = async (
    objects: KubeObject[],
    to: string,
    clusterBindings: Record<string, string> | undefined = {},
  ) => {
    const granted: Binding[] = [...grant(), { to, rules: full }];
    const recorded = { ...nothingRecorded, clusterBindings };
    const there = fakeObjects([object('ServiceAccount', 'releaser', 'orders'), role, ...objects]);
    return nobodyElseMay(rules, [{ subject: account, may: rules }])(
      fakeFacts({ ...there, recorded, reviews: fakeAuthorizer(() => granted) }),
    );
  };

  test.each([
    [binding('Group', 'testers'), 'testers', 'group testers'],
    [binding('User', 'jane'), 'jane', 'user jane'],
    [
      binding('ServiceAccount', 'bot', 'tools'),
      'system:serviceaccount:tools:bot',
      'service account bot of tools',
    ],
    [
      binding('User', 'system:serviceaccount:tools:bot'),
      'system:serviceaccount:tools:bot',
      'service account bot of tools',
    ],
  ])('in the whole cluster: $subjects', async (bound, to, title) => {
    expect(await look([bound], to)).toMatchObject({
      verdict: 'failed',
      actual: expect.stringContaining(`${title} may `),
    });
  });

  test('the account itself may be named as a user', async () => {
    const inside = { ...binding('User', USER), kind: 'RoleBinding' };
    inside.metadata.namespace = 'orders';
    expect(await look([inside], USER)).toMatchObject({ verdict: 'passed' });
  });

  test('what was bound at the start is nothing new, what was changed since is', async () => {
    const bound = binding('Group', 'testers');
    const before = digestsOf([bound], [role]);
    expect(await look([bound], 'testers', before)).toMatchObject({ verdict: 'passed' });
    const narrow = digestsOf([bound], [{ ...role, rules: [] }]);
    expect(await look([bound], 'testers', narrow)).toMatchObject({ verdict: 'failed' });
  });

  test("the cluster's own parts may be set up meanwhile", async () => {
    const bound = binding('ServiceAccount', 'metrics', 'kube-system');
    expect(await look([bound], 'system:serviceaccount:kube-system:metrics')).toMatchObject({
      verdict: 'passed',
    });
  });
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
