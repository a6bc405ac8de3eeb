import { expect, test } from 'vitest';
import type { Look } from '../../../src/grading/define.ts';
import {
  configMapHas,
  fileMode,
  seesEveryKey,
  seesFile,
  seesVariables,
} from '../../../src/grading/workloads/config-seen.ts';
import { seeing } from '../../../src/grading/workloads/container-view.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { fakeFacts, fakeObjects } from '../fakes.ts';
import { aPod, aReplicaSet, made } from './objects.ts';

const FILE = '/etc/till/limits.conf';
const see = seeing({ workload: 'Deployment/till in shop', container: 'app', files: [FILE] });
const season = made('ConfigMap', 'season', { data: { mode: 'strict', 'limits.conf': 'a\nb\n' } });
const company = made('ConfigMap', 'company', { data: { REGION: 'north' } });
const MODE = { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'season', key: 'mode' } } };
const volumes = [{ name: 'v', configMap: { name: 'season' } }];
const volumeMounts = [{ name: 'v', mountPath: '/etc/till' }];

interface Inside {
  variables?: string[];
  text?: string;
  mode?: string;
  beside?: string[];
}

/** What a look says of a container that is specified in one way and sees it in another. */
async function actual(
  look: Look,
  container: object | undefined,
  { variables = [], text, mode = '', beside = [] }: Inside = {},
  { maps = [season, company], ready = 1 }: { maps?: KubeObject[]; ready?: number } = {},
) {
  const template = { spec: { containers: [{ name: 'app', ...container }], volumes } };
  const condition = { reason: 'ProgressDeadlineExceeded' };
  const counts = { replicas: 1, updatedReplicas: 1, availableReplicas: ready };
  const status = { ...counts, observedGeneration: 1, conditions: [condition] };
  const till = made('Deployment', 'till', { spec: { replicas: 1, template }, status });
  const set = aReplicaSet(till, 1);
  const facts = fakeFacts({
    ...fakeObjects([...(container ? [till, set, aPod(set, 'one')] : []), ...maps]),
    exec: async (_pod, [, , , , mark = '']) => {
      const there = text === undefined ? '' : 'there\n';
      const parts = [mode, beside.join('\n'), there, text ?? ''];
      const stdout = [variables.join('\0'), ...parts].join(mark);
      return { exitCode: 0, stdout, stderr: '' };
    },
  });
  const outcome = await look(facts);
  return outcome.verdict === 'failed' ? outcome.actual : outcome.verdict;
}

test('a ConfigMap with these keys and no other', async () => {
  const look = (wanted: Record<string, string>) => configMapHas('ConfigMap/season in shop', wanted);
  const all = { mode: 'strict', 'limits.conf': 'a\nb' };
  expect(await actual(look(all), {}, {})).toBe('passed');
  expect(await actual(look({ ...all, mode: 'off' }), {}, {})).toBe("mode is 'strict'");
  expect(await actual(look({ ...all, debug: 'off' }), {}, {})).toBe('it lacks debug');
  expect(await actual(look({ mode: 'strict' }), {}, {})).toBe('it has limits.conf too');
  expect(await actual(look(all), {}, {}, { maps: [] })).toBe('there is no such ConfigMap');
});

test('a variable is what the container has, and comes from the key', async () => {
  const look = seesVariables(see, { MODE: { configMap: 'season', key: 'mode' } });
  const strict = { variables: ['A=b\nMODE=other', 'MODE=strict'] };
  expect(await actual(look, { env: [MODE] }, strict)).toBe('passed');
  expect(await actual(look, { env: [MODE] })).toBe('there is none');
  expect(await actual(look, { env: [MODE] }, { variables: ['MODE=old'] })).toBe(
    "it is 'old', and the key 'strict'",
  );
  const copied = { env: [{ name: 'MODE', value: 'strict' }] };
  expect(await actual(look, copied, strict)).toContain('from no ConfigMap');
  const other = { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'company', key: 'mode' } } };
  expect(await actual(look, { env: [other] }, strict)).toContain('of company');
  await expect(actual(seesVariables(see, {}), {})).rejects.toThrow('Nothing is asked');
});

test('every key, also one that comes later', async () => {
  const look = seesEveryKey(see, 'company', 'SHOP_');
  const envFrom = [{ prefix: 'SHOP_', configMapRef: { name: 'company' } }];
  const listed = [
    { name: 'SHOP_REGION', valueFrom: { configMapKeyRef: { name: 'company', key: 'REGION' } } },
  ];
  const north = { variables: ['SHOP_REGION=north'] };
  expect(await actual(look, { envFrom }, north)).toBe('passed');
  expect(await actual(look, { env: listed }, north)).toContain('nothing takes all');
  const plain = { envFrom: [{ configMapRef: { name: 'company' } }] };
  expect(await actual(look, plain, north)).toContain('nothing takes all');
  const hidden = { envFrom, env: [{ name: 'SHOP_REGION', value: 'north' }] };
  expect(await actual(look, hidden, north)).toContain('from no ConfigMap');
  expect(await actual(look, { envFrom })).toBe('there is none');
});

test('a file, and what is beside it', async () => {
  const key = { configMap: 'season', key: 'limits.conf', path: FILE };
  const mounted = { volumeMounts };
  const inside = { text: 'a\nb\n', beside: ['limits.conf', 'mode'] };
  expect(await actual(seesFile(see, key), mounted, inside)).toBe('passed');
  const alone = seesFile(see, { ...key, folder: ['limits.conf'] });
  expect(await actual(alone, mounted, inside)).toBe('there is limits.conf, mode');
  const both = seesFile(see, { ...key, folder: ['mode', 'limits.conf'] });
  expect(await actual(both, mounted, inside)).toBe('passed');
  expect(await actual(both, mounted)).toBe('there is none');
  expect(await actual(both, {}, inside)).toContain('from no ConfigMap');
  const other = seesFile(see, { ...key, path: '/etc/till/other' });
  await expect(actual(other, mounted)).rejects.toThrow('not looked at');
});

test('a mode', async () => {
  const look = fileMode(see, FILE, '0440');
  expect(await actual(look, {}, { mode: '440\n' })).toBe('passed');
  expect(await actual(look, {}, { mode: '644\n' })).toBe('it is 0644');
  expect(await actual(look, {})).toBe('there is no such file');
});

test('a workload that is not rolled out is not looked into', async () => {
  const look = fileMode(see, FILE, '0440');
  expect(await actual(look, {}, { mode: '440' }, { ready: 0 })).toContain('0 of 1 pod is ready');
  expect(await actual(look, undefined)).toBe('there is no Deployment/till in shop');
});
