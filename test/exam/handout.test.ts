import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type HandoutTask, handoutText, writeHandout } from '../../src/exam/handout.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { type Bank, labFolders, loadBank } from '../../src/lab/bank.ts';
import { templatesIn } from '../../src/lab/template.ts';
import { folderWith } from '../lab/folder.ts';

let bank: Bank;

beforeAll(async () => {
  bank = await loadBank([labFolders(path.join(packageRoot, 'labs'))]);
});

function task(id: string, number = 1): HandoutTask {
  return { lab: bank.require(id), seed: '1', number, worth: 7.142857 };
}

test('a text says which task it is, and what it is worth', async () => {
  const text = await handoutText(task('rbac', 3), 17);
  expect(text.split('\n').slice(0, 4)).toEqual([
    '# Give a release account exactly what it needs',
    '',
    'Task 3 of 17, 7.1 % of the exam, about 8 minutes.',
    '',
  ]);
  expect(text).toContain('Create the service account');
});

test('what only a cluster tells has the name that an answer knows it by', async () => {
  expect(await handoutText(task('csr-user'), 1)).toContain('in `$LAB_FILES/');
  const text = await handoutText(task('cluster-upgrade'), 1);
  expect(text).toContain('This cluster runs Kubernetes $LAB_KUBERNETES.');
  expect(text).toContain('`$LAB_CLUSTER-control-plane`');
  expect(text).toContain('$LAB_UPGRADE_FLAGS');
});

test('nothing is left to be filled in, in any task', async () => {
  for (const id of bank.labs.keys()) {
    expect(templatesIn(await handoutText(task(id), 1)), id).toEqual([]);
  }
});

test('texts lie where answers will, and nothing else is changed', async () => {
  const root = await folderWith({ 'rbac/answer.sh': 'mine', 'rbac/task.md': 'of another seed' });
  const files = await writeHandout(root, [task('rbac'), task('hpa', 2)]);
  expect(files).toEqual(['rbac', 'hpa'].map((id) => path.join(root, id, 'task.md')));
  expect(await readFile(path.join(root, 'rbac/answer.sh'), 'utf8')).toBe('mine');
  expect(await readFile(path.join(root, 'rbac/task.md'), 'utf8')).toBe(
    await handoutText(task('rbac'), 2),
  );
});

test('a link is not written through, and a folder is left', async () => {
  const root = await folderWith({ 'precious.md': 'mine' });
  await mkdir(path.join(root, 'rbac'));
  await symlink(path.join(root, 'precious.md'), path.join(root, 'rbac/task.md'));
  await mkdir(path.join(root, 'hpa/task.md'), { recursive: true });
  for (const id of ['rbac', 'hpa']) {
    await expect(writeHandout(root, [task(id)])).rejects.toMatchObject({
      exitCode: 2,
      message: `${path.join(root, id, 'task.md')} is no plain file, and is left as it is.`,
    });
  }
  expect(await readFile(path.join(root, 'precious.md'), 'utf8')).toBe('mine');
});

test('where a file stands in the way of the folder', async () => {
  const root = await folderWith({});
  await writeFile(path.join(root, 'rbac'), 'a file');
  await expect(writeHandout(root, [task('rbac')])).rejects.toThrow('EEXIST');
  expect(await readFile(path.join(root, 'rbac'), 'utf8')).toBe('a file');
});
