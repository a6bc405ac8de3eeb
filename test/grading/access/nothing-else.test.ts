import { expect, test } from 'vitest';
import { mayNothingElse } from '../../../src/grading/access/nothing-else.ts';
import type { Rule } from '../../../src/grading/access/rule.ts';
import type { ResourceRule } from '../../../src/kube/reviews.ts';
import {
  type Binding,
  fakeAuthorizer,
  fakeFacts,
  fakeObjects,
  fakeResources,
  nothingRecorded,
  object,
} from '../fakes.ts';

const account = { kind: 'ServiceAccount', name: 'releaser', namespace: 'orders' } as const;
const USER = 'system:serviceaccount:orders:releaser';
const task: Rule[] = [
  { verbs: ['get', 'list'], group: 'apps', resource: 'deployments', namespace: 'orders' },
  { verbs: ['patch'], group: 'apps', resource: 'deployments', names: ['web'], namespace: 'orders' },
  { verbs: ['get'], resource: 'pods', subresource: 'log', namespace: 'orders' },
];
const rule = (
  verbs: string,
  apiGroups: string,
  resources: string,
  names?: string,
): ResourceRule => ({
  verbs: verbs.split(' '),
  apiGroups: apiGroups.split(' ').map((group) => (group === 'core' ? '' : group)),
  resources: resources.split(' '),
  ...(names === undefined ? {} : { resourceNames: names.split(' ') }),
});
const exact = [
  rule('get list', 'apps', 'deployments'),
  rule('patch', 'apps', 'deployments', 'web'),
  rule('get', 'core', 'pods/log'),
];
const objects = fakeObjects([
  object('ServiceAccount', 'releaser', 'orders'),
  ...['default', 'kube-system', 'orders', 'orders-staging'].map((name) =>
    object('Namespace', name),
  ),
]);
const inOrders = (rules: ResourceRule[], to = USER): Binding => ({
  to,
  namespace: 'orders',
  rules,
});

function look(
  bindings: readonly Binding[] | (() => readonly Binding[]),
  { recorded = nothingRecorded, complete = true, lag = 0 } = {},
) {
  const current = typeof bindings === 'function' ? bindings : () => bindings;
  const reviews = fakeAuthorizer(current, complete);
  const resources = async () => fakeResources;
  return mayNothingElse(
    account,
    task,
  )(fakeFacts({ ...objects, lag, resources, reviews, recorded }));
}

test.each<[string, Binding[]]>([
  ['the exact rules', [inOrders(exact)]],
  ['less than them', [inOrders([rule('get', 'apps', 'deployments', 'web')])]],
  [
    'groups that do not serve the resource',
    [inOrders([rule('get list', 'apps core extensions', 'deployments')])],
  ],
  [
    'resources that do not exist',
    [inOrders([rule('get', 'apps core', 'deploymentz pods/logs pods/*')])],
  ],
  [
    'a role of a namespace for what is in none',
    [inOrders([...exact, rule('get', 'core', 'nodes')])],
  ],
  ['paths, which no role of a namespace can give', [{ ...inOrders(exact), paths: [] }]],
])('passes: %s', async (_name, bindings) => {
  expect(await look(bindings)).toMatchObject({ verdict: 'passed' });
});

test.each<[string, Binding, string]>([
  [
    'a verb too many',
    inOrders([rule('delete', 'apps', 'deployments', 'web')]),
    "delete deployments.apps 'web' in orders",
  ],
  [
    'every verb',
    inOrders([rule('*', 'apps', 'deployments')]),
    'use every verb on deployments.apps in orders',
  ],
  [
    'every resource',
    inOrders([rule('get', 'apps', '*')]),
    'get every resource of group apps in orders',
  ],
  [
    'every group',
    inOrders([rule('get list', '*', 'deployments')]),
    'get, list deployments.* in orders',
  ],
  [
    'every log',
    inOrders([rule('get', 'core', '*/log')]),
    'get every log of the core group in orders',
  ],
  [
    'another subresource',
    inOrders([rule('create', 'core', 'pods/exec')]),
    'create pods/exec in orders',
  ],
  ['the resource of a subresource', inOrders([rule('get', 'core', 'pods')]), 'get pods in orders'],
  [
    'any name',
    inOrders([rule('patch', 'apps', 'deployments')]),
    'patch deployments.apps in orders',
  ],
  [
    'another name',
    inOrders([rule('patch', 'apps', 'deployments', 'web db')]),
    "patch deployments.apps 'db' in orders",
  ],
  [
    'another namespace',
    { to: USER, namespace: 'orders-staging', rules: [rule('get', 'apps', 'deployments')] },
    'get deployments.apps in orders-staging',
  ],
  [
    'every namespace',
    { to: USER, rules: exact.slice(0, 1) },
    'get, list deployments.apps in every namespace',
  ],
  ['the cluster', { to: USER, rules: [rule('get', 'core', 'nodes')] }, 'get nodes'],
  [
    'the own namespace object',
    inOrders([rule('delete', 'core', 'namespaces')]),
    'delete namespaces in orders',
  ],
  [
    'a path',
    { to: USER, rules: [], paths: [{ verbs: ['get'], nonResourceURLs: ['/metrics/*'] }] },
    'get path /metrics/*',
  ],
  [
    'speaking for others',
    { to: USER, rules: [rule('impersonate', 'core', 'users')] },
    'impersonate users',
  ],
  [
    'by a group',
    inOrders([rule('get', 'core', 'secrets')], 'system:serviceaccounts:orders'),
    'get secrets in orders',
  ],
])('fails: %s', async (_name, binding, actual) => {
  expect(await look([inOrders(exact), binding])).toMatchObject({
    verdict: 'failed',
    expected: 'releaser may do nothing else',
    actual: `it may also ${actual}`,
  });
});

test('names the widest first and counts the rest', async () => {
  const many = 'get list watch create update patch delete'.split(' ');
  const outcome = await look([
    inOrders([
      ...exact,
      ...['pods', 'pods/exec', 'configmaps', 'secrets'].map((resource) =>
        rule(many.join(' '), 'core', resource),
      ),
    ]),
    { to: USER, rules: [rule('*', '*', '*')], paths: [{ verbs: ['*'], nonResourceURLs: ['*'] }] },
  ]);
  expect(outcome).toMatchObject({
    actual:
      'it may also use every verb on every resource of every API group in every namespace; use every verb on path *; ' +
      `${many.join(', ')} pods in orders; ${many.join(', ')} pods/exec in orders; ${many.join(', ')} configmaps in orders; 1 more`,
  });
});

test('what every account could do at the start is nobody’s surplus', async () => {
  const everywhere = {
    resourceRules: [rule('create', 'core', 'pods')],
    pathRules: [{ verbs: ['get'], nonResourceURLs: ['/api/*'] }],
    complete: true,
  };
  const inKubeSystem = {
    resourceRules: [rule('get', 'core', 'configmaps')],
    pathRules: [],
    complete: true,
  };
  const recorded = {
    ...nothingRecorded,
    fresh: { everywhere, namespaces: { 'kube-system': inKubeSystem } },
  };
  const bindings = [
    {
      to: 'system:authenticated',
      rules: [...everywhere.resourceRules],
      paths: [{ verbs: ['get'], nonResourceURLs: ['/api/*', '/api/v1'] }],
    },
    {
      to: 'system:serviceaccounts',
      namespace: 'kube-system',
      rules: [...inKubeSystem.resourceRules],
    },
    inOrders(exact),
  ];
  expect(await look(bindings, { recorded })).toMatchObject({ verdict: 'passed' });
  // Given to all after the start, the same is the learner's doing.
  expect(await look(bindings)).toMatchObject({ verdict: 'failed' });
});

test('the authorizer has the last word: a rule that it does not follow is no surplus', async () => {
  const reviews = fakeAuthorizer(() => [inOrders([...exact, rule('delete', 'core', 'pods')])]);
  const facts = fakeFacts({
    ...objects,
    resources: async () => fakeResources,
    reviews: { ...reviews, ask: async () => ({ allowed: false, reason: '' }) },
  });
  expect(await mayNothingElse(account, task)(facts)).toMatchObject({ verdict: 'passed' });
});

test('asks again while a right that was taken away is still known', async () => {
  let asked = 0;
  const bindings = () => [
    inOrders(asked++ < 8 ? [...exact, rule('delete', 'core', 'pods')] : exact),
  ];
  expect(await look(bindings, { lag: 2 })).toMatchObject({ verdict: 'passed' });
});

const anybodys: Binding = {
  to: 'system:authenticated',
  rules: [rule('get', 'core', 'namespaces')],
};
const unknown = {
  ...nothingRecorded,
  fresh: { everywhere: { resourceRules: [], pathRules: [], complete: false }, namespaces: {} },
};

test('an authorizer that can’t list its rules is asked about everything', async () => {
  const blind = { complete: false, recorded: unknown };
  expect(await look([inOrders(exact), anybodys], blind)).toMatchObject({ verdict: 'passed' });
  const cases: [Binding, unknown][] = [
    [inOrders([rule('create', 'core', 'pods/exec')]), 'create pods/exec in orders'],
    [
      inOrders([rule('delete', 'apps', 'deployments', 'web')]),
      "delete deployments.apps 'web' in orders",
    ],
    [{ to: USER, rules: [rule('delete', 'core', 'nodes')] }, 'delete nodes'],
    [
      { to: USER, rules: [rule('*', '*', '*')] },
      expect.stringMatching(/use every verb on every resource in every namespace/),
    ],
  ];
  for (const [binding, actual] of cases) {
    const outcome = await look([inOrders(exact), anybodys, binding], blind);
    expect(outcome).toMatchObject({ verdict: 'failed' });
    const said = 'actual' in outcome ? outcome.actual.replace('it may also ', '') : '';
    expect(said).toEqual(actual);
  }
});

test('an account that does not exist has not been given exactly its rights', async () => {
  const facts = fakeFacts({ ...fakeObjects([]), resources: async () => fakeResources });
  expect(await mayNothingElse(account, task)(facts)).toMatchObject({
    verdict: 'failed',
    actual: 'there is no such account',
  });
});
