import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ClusterWish,
  createCluster,
  findCluster,
  type NewCluster,
  removeLeftovers,
} from '../../src/cluster/acquire.ts';
import type { ClusterState, Provider } from '../../src/cluster/provider.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../../src/cluster/record.ts';
import type { Context } from '../../src/context.ts';
import { writePrivate } from '../../src/host/store.ts';
import { wordFor } from '../../src/host/world-word.ts';
import { record } from './record.ts';

let context: Context;
let done: string[];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'acquire-'));
  done = [];
  context = {
    run: async () => {
      throw new Error('no program should run');
    },
    progress: { step: (_text, work) => work(() => {}), note: () => {} },
    paths: { cache: path.join(folder, 'cache'), state: path.join(folder, 'state') },
    env: {},
    now: () => Date.now(),
    signal: new AbortController().signal,
    undoing: () => context,
    confirm: async () => false,
  };
});

afterEach(() => rm(folder, { recursive: true }));

const request: NewCluster = {
  topology: { name: 'duo', nodes: [{ role: 'control-plane' }] } as never,
  image: { reference: 'kindest/node:v1.37.2', kubernetes: 'v1.37.2' },
  own: false,
  retain: false,
};

/** A provider whose creations fail, as if interrupted. */
function failing(states: Record<string, ClusterState> = {}): Provider {
  return {
    state: async ({ name }) => states[name] ?? 'absent',
    async create({ name }) {
      done.push(`create ${name}`);
      throw new Error('interrupted');
    },
    start: async ({ name }) => void done.push(`start ${name}`),
    restarted: async () => 0,
    remove: async ({ name }) => void done.push(`remove ${name}`),
    nodes: () => {
      throw new Error('unused');
    },
    kubeconfigs: async () => {
      throw new Error('unused');
    },
  };
}

/** The name that the first cluster gets here. */
const duo = (purpose = '') => `cka-lab-${purpose}duo-${wordFor(context.paths.state)}`;

const recordFiles = () => readdir(path.join(context.paths.state, 'clusters'));

describe('making a cluster', () => {
  test('that fails is undone, and its record goes', async () => {
    await expect(createCluster(context, () => failing(), request)).rejects.toThrow('interrupted');
    expect(done).toEqual([`create ${duo()}`, `remove ${duo()}`]);
    expect(await recordFiles()).toEqual([]);
  });

  test('that fails is kept with --retain, with its record', async () => {
    const retained = createCluster(context, () => failing(), { ...request, retain: true });
    await expect(retained).rejects.toThrow('interrupted');
    expect(done).toEqual([`create ${duo()}`]);
    expect(await clusterStore(context).get(duo())).toMatchObject({ phase: 'creating' });
  });

  test('takes another name where a cluster of somebody else has it', async () => {
    const provider = failing({ [duo()]: 'foreign' });
    await expect(createCluster(context, () => provider, request)).rejects.toThrow('interrupted');
    expect(done[0]).toBe(`create ${duo()}-2`);
  });

  test('beside others gets a name of its own', async () => {
    const purpose = { ...request, purpose: 'verify-' };
    const made = [1, 2, 3].map(() => createCluster(context, () => failing(), purpose));
    expect((await Promise.allSettled(made)).map(({ status }) => status)).toEqual(
      Array(3).fill('rejected'),
    );
    expect(done.filter((line) => line.startsWith('create')).sort()).toEqual([
      `create ${duo('verify-')}`,
      `create ${duo('verify-')}-2`,
      `create ${duo('verify-')}-3`,
    ]);
  });

  test('at the same moment as another world gets another name', async () => {
    const other = { ...context, paths: { ...context.paths, state: path.join(folder, 'other') } };
    await Promise.allSettled(
      [context, other].map((world) => createCluster(world, () => failing(), request)),
    );
    const names = done.filter((line) => line.startsWith('create'));
    expect(new Set(names).size).toBe(2);
    expect(names).toContain(`create ${duo()}`);
  });

  test('writes its intent before anything is made', async () => {
    let phase: string | undefined;
    const provider: Provider = {
      ...failing(),
      async create({ name }) {
        phase = (await clusterStore(context).get(name))?.phase;
        throw new Error('interrupted');
      },
    };
    await expect(createCluster(context, () => provider, request)).rejects.toThrow();
    expect(phase).toBe('creating');
  });
});

describe('clusters that are there', () => {
  const wish: ClusterWish = { topology: { name: 'duo' }, minor: '1.37', mayShare: () => true };
  /** Notes how often the state is asked for, and fails where the cluster's API would be needed. */
  const there = (state: ClusterState): Provider => ({
    ...failing(),
    state: async ({ name }) => {
      done.push(`state ${name}`);
      return state;
    },
    kubeconfigs: async ({ name }) => {
      done.push(`ask ${name}`);
      throw new Error('it does not answer');
    },
  });
  const put = async (change: Partial<ClusterRecord> = {}) => {
    await clusterStore(context).put('cka-lab-duo', record(change));
    await writePrivate(clusterFiles(context, 'cka-lab-duo').baseline, '{}');
  };

  test.each([
    ['of another topology', { topology: 'single' }],
    ['of another Kubernetes', { kubernetes: 'v1.36.3' }],
    ['of a version that only begins alike', { kubernetes: 'v1.3.7' }],
    ["of a lab's own", { own: true }],
    ['that verify uses', { phase: 'verifying' as const }],
  ])('%s are not taken', async (_case, change) => {
    await put(change);
    expect(await findCluster(context, there('running'), wish)).toBeUndefined();
    expect(done).toEqual([]);
  });

  test('that bear no further lab are not taken', async () => {
    await put();
    const crowded = { ...wish, mayShare: () => false };
    expect(await findCluster(context, there('running'), crowded)).toBeUndefined();
    expect(done).toEqual([]);
  });

  test('whose start is not known are not taken', async () => {
    await clusterStore(context).put('cka-lab-duo', record({}));
    expect(await findCluster(context, there('running'), wish)).toBeUndefined();
  });

  test('of another patch version are taken, and looked at once', async () => {
    await put({ kubernetes: 'v1.37.0' });
    const notes: string[] = [];
    context.progress.note = (text) => void notes.push(text);
    expect(await findCluster(context, there('running'), wish)).toBeUndefined();
    expect(done).toEqual(['state cka-lab-duo', 'ask cka-lab-duo']);
    expect(notes.join()).toContain('it does not answer');
  });

  test('and were stopped are started', async () => {
    await put();
    await findCluster(context, there('stopped'), wish);
    expect(done).toEqual(['state cka-lab-duo', 'start cka-lab-duo', 'ask cka-lab-duo']);
  });

  test('that are gone are forgotten', async () => {
    await put();
    expect(await findCluster(context, there('absent'), wish)).toBeUndefined();
    expect(await clusterStore(context).all()).toEqual([]);
  });

  test('left half-made by an interrupted command are removed first', async () => {
    await clusterStore(context).put('cka-lab-duo', record({ phase: 'creating' }));
    await clusterStore(context).put('cka-lab-x', record({ name: 'cka-lab-x', phase: 'deleting' }));
    await clusterStore(context).put('cka-lab-y', record({ name: 'cka-lab-y' }));
    await removeLeftovers(context, failing());
    expect(done).toEqual(['remove cka-lab-duo', 'remove cka-lab-x']);
    expect((await recordFiles()).filter((name) => name.endsWith('.json'))).toEqual([
      'cka-lab-y.json',
    ]);
  });
});
