import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kindProvider } from '../../src/cluster/kind.ts';
import type { Provider } from '../../src/cluster/provider.ts';
import type { Context } from '../../src/context.ts';
import type { Run } from '../../src/host/run.ts';
import { record as recordOf } from './record.ts';

let folder: string;
let ran: string[];
let told: string[];
let nodes: {
  name: string;
  role: string;
  running: boolean;
  started?: string;
  status?: string;
}[];
let provider: Provider;

const record = recordOf();

/** The container runtime, as far as it is asked here. */
const run: Run = async (file, args) => {
  ran.push([file, args[0]].join(' '));
  if (args[0] === 'start' || args[0] === 'unpause') told.push(args.join(' '));
  const outputs: Record<string, string> = {
    ps: nodes.map(({ name }) => name).join('\n'),
    inspect: JSON.stringify(
      nodes.map(({ name, role, running, started = '2026-01-01T10:00:03Z', status }) => ({
        Name: `/${name}`,
        Created: '2026-01-01T10:00:01.5Z',
        State: { Running: running, StartedAt: started, Status: status },
        Config: {
          Labels: { 'io.x-k8s.kind.cluster': record.name, 'io.x-k8s.kind.role': role },
        },
        Mounts: [{ Destination: '/.cka-lab/m', Source: '/m' }],
      })),
    ),
  };
  return { stdout: outputs[args[0] ?? ''] ?? '', stderr: '', exitCode: 0, command: '' };
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kind-'));
  ran = [];
  told = [];
  nodes = [
    { name: 'cka-lab-duo-worker', role: 'worker', running: true },
    { name: 'cka-lab-duo-control-plane', role: 'control-plane', running: true },
  ];
  const context: Context = {
    run,
    progress: { step: (_text, work) => work(() => {}), note: () => {} },
    paths: { cache: path.join(folder, 'cache'), state: path.join(folder, 'state') },
    env: {},
    now: () => Date.now(),
    signal: new AbortController().signal,
    undoing: () => context,
    confirm: async () => false,
  };
  provider = kindProvider(context, {
    runtime: async () => ({ name: 'docker', version: '1' }),
    kind: async () => 'kind',
    host: async () => ({ cgroup: 2, oomScoreAdjRefused: false }),
  });
});

afterEach(() => rm(folder, { recursive: true }));

const LOOK = ['docker ps', 'docker inspect'];

test('nodes are those that were seen when the state was asked for, control plane first', async () => {
  expect(await provider.state(record)).toBe('running');
  const names = await Promise.all([provider.nodes(record).names(), provider.nodes(record).names()]);
  expect(names[0]).toEqual(['cka-lab-duo-control-plane', 'cka-lab-duo-worker']);
  expect(names[1]).toEqual(names[0]);
  expect(ran).toEqual(LOOK);
});

test('several who ask for nodes at once look once', async () => {
  const access = provider.nodes(record);
  await Promise.all([access.names(), access.command('worker', ['id']), access.names()]);
  expect(ran).toEqual(LOOK);
});

test('the state is looked at each time, as is what is started', async () => {
  expect(await provider.state(record)).toBe('running');
  for (const node of nodes) node.running = false;
  expect(await provider.state(record)).toBe('stopped');
  await provider.start(record);
  expect(ran).toEqual([...LOOK, ...LOOK, ...LOOK, 'docker start']);
});

test('what is deleted is looked at again, and not remembered', async () => {
  await provider.nodes(record).names();
  nodes = [];
  // What runs beside nodes is looked for first.
  await provider.remove(record);
  expect(ran).toEqual([...LOOK, 'docker ps', 'docker ps']);
  expect(await provider.nodes(record).names()).toEqual([]);
});

test('nothing is remembered of a cluster that was not there yet', async () => {
  const later = nodes;
  nodes = [];
  expect(await provider.nodes(record).names()).toEqual([]);
  nodes = later;
  expect(await provider.nodes(record).names()).toHaveLength(2);
});

test('a look that failed is not remembered either', async () => {
  const [first] = nodes;
  nodes = [null as never];
  await expect(provider.nodes(record).names()).rejects.toThrow();
  nodes = [first as (typeof nodes)[number]];
  expect(await provider.nodes(record).names()).toEqual(['cka-lab-duo-worker']);
});

test('nodes that were made a moment before they were started have not been started again', async () => {
  expect(await provider.restarted(record)).toBe(0);
  nodes = nodes.map((node, index) => ({ ...node, started: `2026-01-01T12:00:0${index}Z` }));
  ran = [];
  await provider.state(record);
  expect(await provider.restarted(record)).toBe(Date.parse('2026-01-01T12:00:01Z'));
  expect(ran).toEqual(['docker ps', 'docker inspect']);
});

test('what was stopped when it was looked at is looked at again once it was started', async () => {
  nodes = nodes.map((node) => ({ ...node, running: false }));
  expect(await provider.state(record)).toBe('stopped');
  nodes = nodes.map((node) => ({ ...node, running: true, started: '2026-01-01T12:00:00Z' }));
  expect(await provider.restarted(record)).toBe(Date.parse('2026-01-01T12:00:00Z'));
});

test('nodes that are paused go on, and stopped ones are started in the order of their addresses', async () => {
  nodes = [
    { name: 'cka-lab-duo-worker', role: 'worker', running: true, status: 'paused' },
    { name: 'cka-lab-duo-worker2', role: 'worker', running: false, status: 'exited' },
    { name: 'cka-lab-duo-control-plane', role: 'control-plane', running: false, status: 'created' },
  ];
  await provider.start({
    ...record,
    addresses: {
      'cka-lab-duo-worker2': ['172.18.0.10'],
      'cka-lab-duo-control-plane': ['172.18.0.2'],
    },
  });
  expect(told).toEqual([
    'unpause cka-lab-duo-worker',
    'start cka-lab-duo-control-plane cka-lab-duo-worker2',
  ]);
});
