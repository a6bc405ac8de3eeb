import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readLearnerFile } from '../../src/grading/learner-file.ts';
import { folderWith } from '../lab/folder.ts';

test('reads a file in the folder, also by a link that stays there', async () => {
  const folder = await folderWith({ 'lab/out/errors.txt': 'one\n' });
  const lab = path.join(folder, 'lab');
  await symlink('out/errors.txt', path.join(lab, 'link.txt'));
  expect(await readLearnerFile(lab, 'out/errors.txt')).toBe('one\n');
  expect(await readLearnerFile(lab, 'link.txt')).toBe('one\n');
});

test('what is no file of the learner is none', async () => {
  const folder = await folderWith({ 'lab/a.txt': 'a', 'secret.txt': 'of the host' });
  const lab = path.join(folder, 'lab');
  await mkdir(path.join(lab, 'folder'));
  await symlink('../secret.txt', path.join(lab, 'out.txt'));
  await symlink('..', path.join(lab, 'up'));
  await symlink('loop', path.join(lab, 'loop'));
  execFileSync('mkfifo', [path.join(lab, 'pipe')]);
  await writeFile(path.join(lab, 'long.txt'), '');
  await truncate(path.join(lab, 'long.txt'), 2 ** 20 + 1);
  const names = ['none', 'folder', 'out.txt', 'up/secret.txt', '../secret.txt', 'loop', 'pipe'];
  for (const name of [...names, 'long.txt', 'a.txt/b', '.', 'n'.repeat(300), 'a\0b']) {
    expect(await readLearnerFile(lab, name), name).toBe(undefined);
  }
});

test('a folder that is gone has no files', async () => {
  expect(await readLearnerFile('/nowhere/at/all', 'a.txt')).toBe(undefined);
});
