import { expect, test } from 'vitest';
import type { Look } from '../../../src/grading/define.ts';
import {
  onlyOn,
  placedOn,
  prefersBy,
  toleratesOnly,
} from '../../../src/grading/workloads/placement.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects, object } from '../fakes.ts';
import { aPod, aReplicaSet, made } from './objects.ts';

type Json = Record<string, unknown>;

const REF = 'Deployment/web in shop';
const nodes = [
  made('Node', 'cp', {}, { labels: { os: 'linux', role: '' } }),
  made('Node', 'worker', {}, { labels: { os: 'linux' } }),
];

async function actual(look: Look, spec: Json | undefined, more: KubeObject[] = nodes) {
  const web = spec && made('Deployment', 'web', { spec: { template: { spec } } });
  const outcome = await look(fakeFacts(fakeObjects([...(web ? [web] : []), ...more])));
  return outcome.verdict === 'failed' ? outcome.actual : outcome.verdict;
}

const required = (...matchExpressions: Json[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
});
const withAffinity = (...matchExpressions: Json[]) => ({
  affinity: { nodeAffinity: required(...matchExpressions) },
});

const rule = {
  inWords: 'nodes that have the label role',
  about: { values: { role: ['', 'true'] } },
  fits: (labels: Readonly<Record<string, string>>) => 'role' in labels,
};

test('the rule holds for nodes that are only thought of', async () => {
  const look = onlyOn(REF, rule);
  expect(await actual(look, withAffinity({ key: 'role', operator: 'Exists' }))).toBe('passed');
  expect(
    await actual(look, withAffinity({ key: 'role', operator: 'In', values: ['', 'true'] })),
  ).toBe('they may not run on a node that is called cp, with role=another-one');
  expect(await actual(look, { nodeSelector: { role: '' } })).toContain('role=true');
  expect(await actual(look, {})).toBe('they may run on a node that is called cp, without role');
  expect(await actual(look, { nodeName: 'cp' })).toContain('past the scheduler');
  expect(await actual(look, undefined)).toBe('there is no Deployment web');
});

test('a name holds for one node only', async () => {
  const byName = withAffinity({
    key: 'kubernetes.io/hostname',
    operator: 'In',
    values: ['worker'],
  });
  const everywhere = { inWords: 'every node', about: { values: {} }, fits: () => true };
  expect(await actual(onlyOn(REF, everywhere), {})).toBe('passed');
  expect(await actual(onlyOn(REF, everywhere), byName)).toContain('may not run');
  const noHost = [made('Node', 'worker', {}, { labels: { 'kubernetes.io/hostname': 'worker' } })];
  expect(await actual(onlyOn(REF, everywhere), byName, noHost)).toContain('called another-one');
});

test('a cluster without nodes is our error', async () => {
  await expect(actual(onlyOn(REF, rule), {}, [])).rejects.toThrow('no nodes');
});

const about = { values: { os: ['linux'], disk: ['gold'] }, always: ['os'] };

function preferring(...weights: [number, string][]): Json {
  const terms = weights.map(([weight, value]) => ({
    weight,
    preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: [value] }] },
  }));
  return {
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: terms } },
  };
}

test('weights are compared on the nodes where pods may run', async () => {
  const look = prefersBy(REF, { about, score: ({ disk }) => (disk === 'gold' ? 70 : 0) });
  expect(await actual(look, preferring([70, 'gold']))).toBe('passed');
  expect(await actual(look, preferring([50, 'gold'], [20, 'gold']))).toBe('passed');
  expect(await actual(look, preferring([60, 'gold']))).toMatch(/disk=gold has 60, not 70$/);
  expect(await actual(look, preferring([70, 'gold'], [1, 'another-one']))).toContain(
    'has 1, not 0',
  );
  const nowhere = { ...preferring([70, 'gold']), nodeSelector: { os: 'none' } };
  expect(await actual(look, nowhere)).toBe('there is no node on which the pods may run');
});

test('tolerations of one key', async () => {
  const look = toleratesOnly(REF, { key: 'role', effect: 'NoSchedule' });
  const role = { key: 'role', operator: 'Exists' };
  expect(await actual(look, { tolerations: [role] })).toBe('passed');
  expect(await actual(look, {})).toBe("they don't tolerate role");
  expect(await actual(look, { tolerations: [role, { key: 'disk' }] })).toBe(
    'they tolerate disk too',
  );
  expect(await actual(look, { tolerations: [{ operator: 'Exists' }] })).toBe(
    'they tolerate every key',
  );
});

test('pods are where the rule says', async () => {
  const counts = { replicas: 1, updatedReplicas: 1, availableReplicas: 1, observedGeneration: 1 };
  const web = made('Deployment', 'web', { spec: { replicas: 1 }, status: counts });
  const set = aReplicaSet(web, 1);
  const on = async (nodeName: string) => {
    const objects = [web, set, aPod(set, 'one', { spec: { nodeName } }), ...nodes];
    const outcome = await placedOn(REF, rule, { seconds: 0 })(fakeFacts(fakeObjects(objects)));
    return outcome.verdict === 'failed' ? outcome.actual : outcome.verdict;
  };
  expect(await on('cp')).toBe('passed');
  expect(await on('worker')).toBe('one is on worker');
  const none = await placedOn(REF, rule)(fakeFacts(fakeObjects([object('Node', 'cp')])));
  expect(none).toMatchObject({ actual: 'there is no Deployment/web in shop' });
});
