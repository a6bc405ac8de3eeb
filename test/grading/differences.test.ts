import { expect, test } from 'vitest';
import { differences, summary } from '../../src/grading/differences.ts';
import { normalise } from '../../src/kube/normalise.ts';

test.each([
  [{ a: 1 }, { a: 1 }, []],
  [{ a: { b: 'x' } }, { a: { b: 'y' } }, ['a.b: x → y']],
  [
    { subjects: [{ name: 'auditors' }] },
    { subjects: [{ name: 'releaser' }] },
    ['subjects[0].name: auditors → releaser'],
  ],
  [{ list: ['a'] }, { list: ['a', 'b'] }, ['list[1]: b was added']],
  [{ list: ['a', 'b'] }, { list: ['b'] }, ['list[0]: a → b', 'list[1]: b was removed']],
  [{ rules: [{ verbs: ['get'] }] }, { rules: [] }, ['rules[0]: {"verbs":["get"]} was removed']],
  [{ data: { 'app.conf': '1' } }, { data: {} }, ["data['app.conf']: 1 was removed"]],
  [{ a: 1 }, { a: '1' }, ['a: 1 → 1']],
  [{ a: null }, { a: [] }, ['a: null → []']],
  [{}, { a: false }, ['a: false was added']],
])('%j → %j', (before, after, expected) => {
  expect(differences(before, after)).toEqual(expected);
});

test('long values and long lists are cut short', () => {
  const [text] = differences({ a: 'x'.repeat(100) }, { a: 'y' });
  expect(text).toBe(`a: ${'x'.repeat(60)}… → y`);
  expect(summary(['1', '2', '3', '4', '5', '6', '7'])).toBe('1; 2; 3; 4; 5; 2 more');
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
  expect(differences(normalise(binding), normalise(later))).toEqual([]);
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
  expect(differences(normalise(binding), normalise(copy))).toHaveLength(1);
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
  expect(differences(normalise(volume), normalise(bound))).toEqual([]);
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
