import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ensureInotify } from '../../src/setup/inotify.ts';
import { fakes, machine } from './fakes.ts';

async function setting(limit: string, options: { yes?: boolean } = {}) {
  const made = await fakes({}, options);
  const folder = path.join(made.folder, 'inotify');
  await mkdir(folder);
  const file = path.join(folder, 'max_user_instances');
  await writeFile(file, limit);
  return { ...made, folder, file, look: async () => machine(made.context) };
}

test('a limit that is high enough is left alone', async () => {
  const { context, look, folder, file, questions } = await setting('512\n', { yes: true });
  await ensureInotify(context, look, folder);
  expect(await readFile(file, 'utf8')).toBe('512\n');
  expect(questions).toEqual([]);
});

test('with consent it is raised', async () => {
  const { context, look, folder, file, notes, questions } = await setting('128\n', { yes: true });
  await ensureInotify(context, look, folder);
  expect(await readFile(file, 'utf8')).toBe('1024\n');
  expect(questions).toHaveLength(1);
  expect(notes).toEqual([]);
});

test('without consent it stays, and what that means is told', async () => {
  const { context, look, folder, file, notes } = await setting('128\n');
  await ensureInotify(context, look, folder);
  expect(await readFile(file, 'utf8')).toBe('128\n');
  expect(notes.join()).toContain('sudo sysctl -w fs.inotify.max_user_instances=1024');
});

test('where it cannot be raised, what that means is told', async () => {
  const { context, folder, notes } = await setting('128\n', { yes: true });
  await ensureInotify(context, async () => machine(context, { root: false }), folder);
  expect(notes.join()).toContain('Only 128 inotify instances');
});

test('a machine without that limit is not asked about it', async () => {
  const { context, look, questions } = await setting('128\n', { yes: true });
  await ensureInotify(context, look, '/nowhere');
  expect(questions).toEqual([]);
});

test('too few watches are raised like instances', async () => {
  const { context, look, folder, questions } = await setting('512\n', { yes: true });
  const file = path.join(folder, 'max_user_watches');
  await writeFile(file, '8192\n');
  await ensureInotify(context, look, folder);
  expect(await readFile(file, 'utf8')).toBe('524288\n');
  expect(questions).toEqual([expect.stringContaining('8192 inotify watches')]);
});
