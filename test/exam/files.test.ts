import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fetchedFiles } from '../../src/exam/files.ts';
import { folderWith } from '../lab/folder.ts';

test("a learner's file on the exam host is read from where it was fetched to, and no other", async () => {
  const fetched = await folderWith({ 'logs/app.txt': 'one', 'a.txt': 'two' });
  await symlink('/etc/hostname', path.join(fetched, 'link'));
  const folder = '/home/candidate/task-1';
  const read = (name: string) => fetchedFiles(folder, fetched).file(folder, name);
  expect(await read('logs/app.txt')).toBe('one');
  expect(await read('/home/candidate/task-1/a.txt')).toBe('two');
  expect(await read('missing')).toBeUndefined();
  expect(await read('link')).toBeUndefined();
  expect(await read('../task-2/a.txt')).toBeUndefined();
  expect(await read('/etc/hostname')).toBeUndefined();
  expect(await read(path.join(fetched, 'a.txt'))).toBeUndefined();
});
