import path from 'node:path';
import { expect, test } from 'vitest';
import { ComponentDown } from '../../../src/grading/component-down.ts';
import { loadGrader } from '../../../src/grading/load.ts';
import { nodeReader } from '../../../src/grading/node.ts';
import { gradeLab } from '../../../src/grading/run.ts';
import { packageRoot } from '../../../src/host/paths.ts';
import { labFolders, loadBank } from '../../../src/lab/bank.ts';
import { instantiate } from '../../../src/lab/instance.ts';
import { fakeFacts, nothingRecorded } from '../fakes.ts';
import { type Change, databaseOf, snapshotOf } from './bolt-file.ts';

const bank = await loadBank([labFolders(packageRoot)]);
const instance = instantiate(bank.require('etcd-backup'), '1');
const grader = await loadGrader(path.join(packageRoot, 'graders', 'etcd-backup.ts'));
const { namespace, kept, lost, later, newest } = instance.parameters as Record<string, string>;

const change = (name: string | undefined, revision: number, value: string): Change => ({
  key: `/registry/configmaps/${namespace}/${name}`,
  revision,
  value: `k8s binary ${value}`,
});
const OLDER = [change(kept, 10, 'x1'), change(lost, 11, 'x1')];
const START = [change(kept, 10, 'x1'), change(later, 20, 'x2'), change(newest, 21, 'x3')];
const ANOTHER = [change(kept, 2, 'x1'), change(later, 3, 'x2'), change(newest, 4, 'x3')];

const json = (changes: readonly Change[]) =>
  JSON.stringify({
    kvs: changes.map(({ key, revision, value = '' }) => ({
      key: btoa(key),
      value: btoa(value),
      create_revision: revision,
      mod_revision: revision,
    })),
  });
const SUM = 'a'.repeat(64);
const recorded = {
  ...nothingRecorded,
  secrets: { early: 'x1', middle: 'x2', late: 'x3' },
  printed: { older: `${json(OLDER)}\n{"revision":15}\n${SUM}  -\n` },
};

interface World {
  file?: Buffer;
  /** What etcd holds; undefined: it is down. */
  etcd?: readonly Change[] | undefined;
  open?: boolean;
  sum?: string;
  api?: 'up' | 'down';
  node?: 'up' | 'cut';
}

const RESTORED: World = { file: snapshotOf(START), etcd: OLDER };

async function graded({ file, etcd, open = false, sum = SUM, api = 'up', node = 'up' }: World) {
  const lease = { key: '/registry/leases/kube-node-lease/n', revision: 30, value: '' };
  const answer = ([program = '', , key = '', ...rest]: readonly string[]) => {
    if (program === 'stat') return file ? `${file.length} regular file` : undefined;
    if (program === 'base64') return file?.toString('base64');
    if (program === 'sha256sum') return `${sum}  file`;
    if (program !== 'etcdctl' || !etcd) return undefined;
    if (key === 'a') return open ? '{}' : undefined;
    return rest.includes('--prefix') ? json([lease]) : json(etcd.filter((one) => one.key === key));
  };
  const shell = {
    names: async () => ['one'],
    run: async (_node: string, argv: readonly string[]) => {
      if (node === 'cut') throw new Error('cut');
      const stdout = argv[0] === 'true' ? '' : answer(argv);
      return { stdout: stdout ?? '', stderr: '', exitCode: stdout === undefined ? 1 : 0 };
    },
  };
  const down = () => Promise.reject(new ComponentDown('apiserver', 'no answer'));
  const get = async (ref: unknown) => {
    if (api === 'down') return down();
    const [kind, name = ''] = String(ref).split(/[/ ]/);
    const spec = { renewTime: new Date().toISOString() };
    const revision = kind === 'Lease' ? 30 : etcd?.find((one) => one.key.endsWith(name))?.revision;
    return revision && { metadata: { name, uid: 'u', resourceVersion: `${revision}` }, spec };
  };
  const facts = fakeFacts({
    recorded,
    node: (name) => nodeReader(shell, name),
    grades: (component) => instance.grades.includes(component as never),
    nodeRuns: async () => (await shell.run('one', ['true'])).exitCode === 0,
    apiReady: api === 'down' ? down : async () => {},
    get: get as never,
  });
  const { signal } = new AbortController();
  const { checks, ...result } = await gradeLab(grader, instance, facts, { now: Date.now, signal });
  const ids = (verdict: string) =>
    checks.filter((one) => one.verdict === verdict).map(({ id }) => id);
  return { ...result, failed: ids('failed'), errors: ids('error') };
}

test('the parts are scored apart', async () => {
  expect(await graded(RESTORED)).toMatchObject({ score: 10, failed: [], errors: [] });
  const { parts } = await graded({ file: snapshotOf(START), etcd: START });
  expect(parts).toEqual([
    { id: 'save', score: 4, max: 4 },
    { id: 'restore', score: 0, max: 6 },
  ]);
});

test.each<[string, World, string[]]>([
  ['nothing was done', { etcd: START }, ['snapshot-whole', 'older-state']],
  ['the file is empty', { ...RESTORED, file: Buffer.alloc(0) }, ['snapshot-whole']],
  ['the database was copied', { ...RESTORED, file: databaseOf(START) }, ['snapshot-whole']],
  ['the older one was copied', { ...RESTORED, file: snapshotOf(OLDER) }, ['before-the-restore']],
  ['another etcd was saved', { ...RESTORED, file: snapshotOf(ANOTHER) }, ['of-this-cluster']],
  [
    'the lost one was made by hand',
    { ...RESTORED, etcd: [change(kept, 10, 'x1'), change(lost, 40, 'x1')] },
    ['older-state'],
  ],
  ['etcd is down', { ...RESTORED, etcd: undefined, api: 'down' }, ['older-state']],
  ['the API server is down', { ...RESTORED, api: 'down' }, ['api-serves']],
  ['etcd answers anybody', { ...RESTORED, open: true }, ['certificates-asked']],
  [
    'the newer came back',
    { ...RESTORED, etcd: [...OLDER, change(later, 50, 'x')] },
    ['newer-gone'],
  ],
  ['the older file was changed', { ...RESTORED, sum: 'b'.repeat(64) }, ['older-kept']],
])('%s: a failure, and only that', async (_what, world, failed) => {
  expect(await graded(world)).toMatchObject({ failed, errors: [], graded: true });
});

test('a node that can not be entered is ours', async () => {
  const result = await graded({ ...RESTORED, node: 'cut', api: 'down' });
  expect(result).toMatchObject({ failed: [], graded: false });
});
