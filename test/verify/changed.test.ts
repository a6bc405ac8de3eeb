import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { UsageError } from '../../src/errors.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { createRun } from '../../src/host/run.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { labsChangedSince } from '../../src/verify/changed.ts';
import { folderWith } from '../lab/folder.ts';

const lab = (id: string, cluster: string, root = packageRoot) =>
  ({
    id,
    cluster,
    dir: path.join(root, 'labs', id),
    graderFile: path.join(root, 'graders', `${id}.ts`),
  }) as Lab;
const bankOf = (...labs: Lab[]) => ({ labs: new Map(labs.map((one) => [one.id, one])) });
const OURS = bankOf(lab('rbac', 'duo'), lab('etcd-backup', 'single'));

/** A git that says what changed; the last is a file that it does not know yet. */
function gitWith(changed: string[], added: string[] = []): Context {
  const run: Context['run'] = async (_file, args) => {
    const list = (files: string[]) => files.map((file) => `${file}\0`).join('');
    const stdout = args.includes('--show-toplevel')
      ? `${packageRoot}\n`
      : args.includes('merge-base')
        ? 'abc\n'
        : list(args.includes('diff') ? changed : added);
    return { stdout, stderr: '', exitCode: 0, command: 'git' };
  };
  return { run } as Context;
}

test.each<[string, string[], string[]]>([
  ['a lab', ['labs/rbac/wrong/x.sh'], ['rbac']],
  ['a grader', ['graders/etcd-backup.ts'], ['etcd-backup']],
  ['a topology', ['clusters/duo.yaml'], ['rbac']],
  ['what graders use', ['src/grading/run.ts'], ['rbac', 'etcd-backup']],
  ['how runs are played', ['src/verify/run.ts'], ['rbac', 'etcd-backup']],
  ['what cka-lab is installed with', ['package-lock.json'], ['rbac', 'etcd-backup']],
  ['a file that nobody thought of', ['new.cfg'], ['rbac', 'etcd-backup']],
  ['what graders share', ['graders/shared/pods.ts'], ['rbac', 'etcd-backup']],
  ['documents and tests', ['README.md', 'docs/a.md', 'test/lab/a.test.ts'], []],
  ['another command', ['src/cli/commands/list.ts', 'src/doctor/check.ts'], []],
  ['forms of reports', ['src/report/junit.ts'], []],
  ['the model of reports', ['src/report/model.ts'], ['rbac', 'etcd-backup']],
  ['another lab', ['labs/gone/lab.yaml', 'clusters/upgrade.yaml'], []],
  ['nothing', [], []],
])('%s', async (_what, files, affected) => {
  const changed = await labsChangedSince(gitWith(files), OURS, 'main');
  expect([...changed.keys()]).toEqual(affected);
});

test('a new file counts, and is named', async () => {
  const changed = await labsChangedSince(gitWith([], ['labs/rbac/right/new.sh']), OURS, 'main');
  expect([...changed]).toEqual([['rbac', 'labs/rbac/right/new.sh']]);
});

test('a base that git does not know', async () => {
  const { signal } = new AbortController();
  const context = { run: createRun(signal) } as Context;
  await expect(labsChangedSince(context, OURS, 'no-such-branch')).rejects.toThrow(UsageError);
});

test('labs from elsewhere are looked at in their own repository, or always count', async () => {
  const root = await folderWith({ 'labs/a/lab.yaml': 'a', 'labs/b/lab.yaml': 'b' });
  const { signal } = new AbortController();
  const run = createRun(signal);
  const git = (...args: string[]) =>
    run('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@y', ...args]);
  const bank = bankOf(lab('a', 'none', root), lab('b', 'none', root));
  const changed = async () => {
    const found = await labsChangedSince({ run } as Context, bank, 'HEAD');
    return [...found.keys()];
  };
  expect(await changed()).toEqual(['a', 'b']);
  await git('init', '-q');
  await git('add', '.');
  await git('commit', '-q', '-m', 'x');
  await writeFile(path.join(root, 'labs/b/lab.yaml'), 'c');
  const found = await changed();
  // Ours may differ from HEAD while somebody works on it; then all count.
  if (found.length === 1) expect(found).toEqual(['b']);
  await rm(path.join(root, '.git'), { recursive: true });
});
