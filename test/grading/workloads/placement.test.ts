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
  where: [{ key: 'role', operator: 'Exists' }],
};

test('the rule holds for every node there could be', async () => {
  const look = onlyOn(REF, rule);
  expect(await actual(look, withAffinity({ key: 'role', operator: 'Exists' }))).toBe('passed');
  expect(
    await actual(look, withAffinity({ key: 'role', operator: 'In', values: ['', 'true'] })),
  ).toBe('they may not run on a node with role=other');
  expect(await actual(look, { nodeSelector: { role: '' } })).toContain('with role=other');
  expect(await actual(look, {})).toBe('they may run on a node without role');
  expect(await actual(look, { nodeName: 'cp' })).toContain('past the scheduler');
  expect(await actual(look, undefined)).toBe('there is no Deployment web');
  const onNumbers = withAffinity({ key: 'role', operator: 'Gt', values: ['1'] });
  expect(await actual(look, onNumbers)).toBe('they may not run on a node with role=other');
});

test('whatever else is asked of a node counts, be it on all of today', async () => {
  const role = { key: 'role', operator: 'Exists' };
  const os = withAffinity(role, { key: 'os', operator: 'In', values: ['linux'] });
  expect(await actual(onlyOn(REF, rule), os)).toBe(
    'they may not run on a node with role=other, without os',
  );
  const halves = {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [role, { key: 'os', operator: 'Exists' }] },
            { matchExpressions: [role, { key: 'os', operator: 'DoesNotExist' }] },
          ],
        },
      },
    },
  };
  expect(await actual(onlyOn(REF, rule), halves)).toBe('passed');
});

test.each([
  ['podAntiAffinity', { requiredDuringSchedulingIgnoredDuringExecution: [{}] }],
  ['podAffinity', { requiredDuringSchedulingIgnoredDuringExecution: [{}] }],
])('other pods have no say in it: %s', async (field, terms) => {
  const spec = withAffinity({ key: 'role', operator: 'Exists' });
  const with_ = { affinity: { ...spec.affinity, [field]: terms } };
  expect(await actual(onlyOn(REF, rule), with_)).toContain(`depends on other pods, by ${field}`);
  const liked = {
    affinity: { [field]: { preferredDuringSchedulingIgnoredDuringExecution: [{}] } },
  };
  expect(await actual(prefersBy(REF, []), liked)).toContain(`by other pods, too, by ${field}`);
});

test('pods that must be spread are kept off nodes', async () => {
  const spread = (whenUnsatisfiable: string) => ({
    ...withAffinity({ key: 'role', operator: 'Exists' }),
    topologySpreadConstraints: [{ whenUnsatisfiable }],
  });
  expect(await actual(onlyOn(REF, rule), spread('ScheduleAnyway'))).toBe('passed');
  expect(await actual(onlyOn(REF, rule), spread('DoNotSchedule'))).toContain('other pods');
});

test('too many terms to decide are said, and are no error', async () => {
  const terms = Array.from({ length: 40 }, (_, number) => ({
    matchExpressions: ['a', 'b', 'c'].map((key) => ({
      key: `${key}${number}`,
      operator: 'Exists',
    })),
  }));
  const spec = {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
      },
    },
  };
  const everywhere = { inWords: 'every node', where: [] };
  expect(await actual(onlyOn(REF, everywhere), spec)).toContain('too many terms');
});

test('a name holds for one node only', async () => {
  const everywhere = { inWords: 'every node', where: [] };
  expect(await actual(onlyOn(REF, everywhere), {})).toBe('passed');
  const byLabel = { key: 'kubernetes.io/hostname', operator: 'In', values: ['worker'] };
  expect(await actual(onlyOn(REF, everywhere), withAffinity(byLabel))).toBe(
    'they may not run on a node without kubernetes.io/hostname',
  );
  const byName = {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker'] }] },
          ],
        },
      },
    },
  };
  expect(await actual(onlyOn(REF, everywhere), byName)).toBe(
    'they may not run on a node that is called other',
  );
});

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
  const gold = {
    inWords: 'nodes with disk=gold',
    where: [{ key: 'disk', operator: 'In', values: ['gold'] }],
    weight: 70,
  };
  const look = prefersBy(REF, [gold]);
  expect(await actual(look, preferring([70, 'gold']))).toBe('passed');
  expect(await actual(look, preferring([50, 'gold'], [20, 'gold']))).toBe('passed');
  expect(await actual(look, preferring([60, 'gold']))).toMatch(/disk=gold has 60, not 70$/);
  expect(await actual(look, preferring([70, 'gold'], [1, 'tin']))).toMatch(
    /disk=tin has 1, not 0$/,
  );
  expect(await actual(look, preferring([70, 'gold']))).toBe('passed');
  const elsewhere = { ...preferring([70, 'gold'], [1, 'tin']), nodeSelector: { disk: 'gold' } };
  expect(await actual(look, elsewhere)).toBe('passed');
  const nowhere = {
    nodeSelector: { os: 'none' },
    ...withAffinity({ key: 'os', operator: 'NotIn', values: ['none'] }),
  };
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
