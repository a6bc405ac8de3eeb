import { expect, test } from 'vitest';
import { differencesOf, isUnder } from '../../src/kube/difference.ts';
import { normalise } from '../../src/kube/normalise.ts';
import { differencesText } from '../../src/report/differences-text.ts';

const texts = (before: unknown, after: unknown) =>
  differencesOf(before, after).map((one) => differencesText([one]));

test.each([
  [{ a: 1 }, { a: 1 }, []],
  [{ a: { b: 'x' } }, { a: { b: 'y' } }, ['a.b: x → y']],
  [
    { subjects: [{ name: 'auditors' }] },
    { subjects: [{ name: 'releaser' }] },
    [
      'subjects[auditors]: {"name":"auditors"} was removed',
      'subjects[releaser]: {"name":"releaser"} was added',
    ],
  ],
  [{ list: ['a'] }, { list: ['a', 'b'] }, ['list[1]: b was added']],
  [{ list: ['a', 'b'] }, { list: ['b'] }, ['list[0]: a → b', 'list[1]: b was removed']],
  [{ rules: [{ verbs: ['get'] }] }, { rules: [] }, ['rules[0]: {"verbs":["get"]} was removed']],
  [{ data: { 'app.conf': '1' } }, { data: {} }, ["data['app.conf']: 1 was removed"]],
  [{ a: 1 }, { a: '1' }, ['a: 1 → 1']],
  [{ a: null }, { a: [] }, ['a: null → []']],
  [{}, { a: false }, ['a: false was added']],
])('%j → %j', (before, after, expected) => {
  expect(texts(before, after)).toEqual(expected);
});

test('long values and long lists are cut short', () => {
  expect(texts({ a: 'x'.repeat(100) }, { a: 'y' })).toEqual([`a: ${'x'.repeat(60)}… → y`]);
  const many = differencesOf({}, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 });
  expect(differencesText(many)).toMatch(/^a: 1 was added; .*; e: 5 was added; 2 more$/);
});

const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: {
    name: 'auditors',
    labels: { team: 'a' },
    annotations: { note: 'keep' },
    uid: '1',
    resourceVersion: '5',
    managedFields: [{}],
    creationTimestamp: 'now',
    generation: 1,
  },
  roleRef: { name: 'auditor' },
  subjects: [{ name: 'auditors' }],
};

test('what changes by itself is no difference', () => {
  const later = structuredClone(binding) as typeof binding & { status?: unknown };
  Object.assign(later.metadata, {
    resourceVersion: '9',
    managedFields: [],
    generation: 2,
    creationTimestamp: 'later',
  });
  Object.assign(later.metadata.annotations, {
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
  });
  later.status = { seen: true };
  expect(differencesOf(normalise(binding), normalise(later))).toEqual([]);
});

test.each([
  ['a subject', (copy: typeof binding) => copy.subjects.push({ name: 'me' })],
  ['the role', (copy: typeof binding) => Object.assign(copy.roleRef, { name: 'admin' })],
  ['a label', (copy: typeof binding) => Object.assign(copy.metadata.labels, { team: 'b' })],
  [
    'an annotation',
    (copy: typeof binding) => Object.assign(copy.metadata.annotations, { note: '' }),
  ],
])('%s is one', (_name, change) => {
  const copy = structuredClone(binding);
  change(copy);
  expect(differencesOf(normalise(binding), normalise(copy))).toHaveLength(1);
});

test('paths that controllers write do not count, those beside them do', () => {
  const volume = {
    kind: 'PersistentVolume',
    metadata: { name: 'v', finalizers: ['a/own'] },
    spec: { capacity: { storage: '1Gi' } },
  };
  const bound = {
    kind: 'PersistentVolume',
    metadata: {
      name: 'v',
      finalizers: ['a/own', 'kubernetes.io/pv-protection'],
      annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' },
    },
    spec: { capacity: { storage: '1Gi' }, claimRef: { name: 'c' } },
    status: { phase: 'Bound' },
  };
  expect(differencesOf(normalise(volume), normalise(bound))).toEqual([]);
  const claim = {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'c' },
    spec: { volumeName: 'v' },
  };
  expect(normalise(claim).spec).toEqual({});
  const other = { ...claim, kind: 'Widget' };
  expect(normalise(other).spec).toEqual({ volumeName: 'v' });
  const deployment = {
    kind: 'Deployment',
    metadata: { name: 'd', annotations: { 'deployment.kubernetes.io/revision': '4' } },
    spec: { replicas: 2 },
  };
  expect(normalise(deployment)).toEqual({
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { replicas: 2 },
  });
});

test.each<[string, unknown, unknown, string[]]>([
  [
    'named items in another order are no difference',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ name: 'b' }, { name: 'a' }] },
    [],
  ],
  [
    'nor are mounts, by where they are',
    {
      volumeMounts: [
        { name: 'v', mountPath: '/a' },
        { name: 'v', mountPath: '/b' },
      ],
    },
    {
      volumeMounts: [
        { name: 'v', mountPath: '/b' },
        { name: 'v', mountPath: '/a' },
      ],
    },
    [],
  ],
  [
    'what is started one after the other is one',
    { initContainers: [{ name: 'a' }, { name: 'b' }] },
    { initContainers: [{ name: 'b' }, { name: 'a' }] },
    ['initContainers[0].name: a → b', 'initContainers[1].name: b → a'],
  ],
  [
    'words of ours in a value',
    { app: 'web' },
    { app: 'it was added' },
    ['app: web → it was added'],
  ],
])('%s', (_case, before, after, expected) => {
  expect(texts(before, after)).toEqual(expected);
});

test.each<[string[], object, object, boolean]>([
  [['spec.replicas'], { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, true],
  [['spec.replicas'], { spec: { replicasMax: 1 } }, { spec: { replicasMax: 2 } }, false],
  [['metadata.labels.*'], { metadata: {} }, { metadata: { labels: { a: 'b' } } }, true],
  [['metadata.labels.tier'], { metadata: {} }, { metadata: { labels: { a: 'b' } } }, false],
  [['metadata.labels.tier'], { metadata: {} }, { metadata: { labels: { tier: 'b' } } }, true],
  [
    ['metadata.labels.tier'],
    { metadata: { labels: { tier: 'b', 'team.io/x': 'y' } } },
    { metadata: {} },
    false,
  ],
  [['c[].resources.requests'], { c: [{ name: 'a' }] }, withResources({ requests: {} }), true],
  [['c[].resources.requests'], { c: [{ name: 'a' }] }, withResources({ limits: {} }), false],
  [['c[a].resources'], { c: [{ name: 'a' }] }, withResources({ limits: {} }), true],
  [['c[b].resources'], { c: [{ name: 'a' }] }, withResources({ limits: {} }), false],
  [['c[].resources.requests'], { c: [] }, withResources({ requests: {} }), false],
  [['spec.a'], { spec: {} }, {}, false],
])('%j may change: %j → %j: %s', (fields, before, after, allowed) => {
  const found = differencesOf(before, after);
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((difference) => isUnder(fields, difference))).toBe(allowed);
});

function withResources(resources: object) {
  return { c: [{ name: 'a', resources }] };
}
