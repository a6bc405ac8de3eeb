import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createStore, readKept } from '../../src/host/store.ts';

let folder: string;
let notes: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-store-'));
  notes = [];
});
afterEach(() => rm(folder, { recursive: true }));

const schema = z.object({ lab: z.string(), hints: z.number() });
const store = () =>
  createStore(
    {
      progress: {
        step: (_text, work) => work(() => {}),
        note: (text) => void notes.push(text),
      },
    },
    folder,
    { schema, id: ({ lab }) => lab },
  );
const broken = [
  ['empty', ''],
  ['null', 'null'],
  ['a list', '[]'],
  ['empty braces', '{}'],
  ['a number', '1'],
  ['half', '{"lab": "rbac", "hi'],
  ['of another type', '{"lab": "rbac", "hints": "two"}'],
  ['of another id', '{"lab": "../../etc", "hints": 2}'],
  ['bytes', '\u0000\ufffd'],
] as const;

test.each(broken)('a record that is %s is put aside with a sentence', async (_what, text) => {
  const file = path.join(folder, 'rbac.json');
  await writeFile(file, text);
  expect(await store().all()).toEqual([]);
  expect(await readdir(folder)).toEqual(['rbac.json.broken']);
  expect(await readFile(`${file}.broken`, 'utf8')).toBe(text);
  expect(notes).toEqual([expect.stringContaining(`kept as ${file}.broken`)]);
  expect(notes[0]).toContain('cka-lab stop --all');
});

test('a second broken record does not overwrite the first', async () => {
  const file = path.join(folder, 'rbac.json');
  for (const text of ['first', 'second', 'third']) {
    await writeFile(file, text);
    expect(await store().get('rbac')).toBeUndefined();
  }
  const aside = ['rbac.json.broken', 'rbac.json.broken-2', 'rbac.json.broken-3'];
  expect((await readdir(folder)).sort()).toEqual(aside);
  expect(await readFile(path.join(folder, 'rbac.json.broken'), 'utf8')).toBe('first');
});

test('a folder in place of a record is put aside', async () => {
  await mkdir(path.join(folder, 'rbac.json', 'inner'), { recursive: true });
  expect(await store().get('rbac')).toBeUndefined();
  expect(await readdir(folder)).toEqual(['rbac.json.broken']);
});

test.skipIf(process.getuid?.() === 0)('a record that may not be read is put aside', async () => {
  const file = path.join(folder, 'rbac.json');
  await writeFile(file, '{"lab": "rbac", "hints": 2}');
  await chmod(file, 0);
  expect(await store().get('rbac')).toBeUndefined();
  expect(await readdir(folder)).toEqual(['rbac.json.broken']);
});

test('what a later version added stays when a record is written again', async () => {
  const file = path.join(folder, 'rbac.json');
  await writeFile(file, '{"lab": "rbac", "hints": 2, "colour": {"of": "later"}}');
  const record = await store().get('rbac');
  await store().put('rbac', { ...record, lab: 'rbac', hints: 3 });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    lab: 'rbac',
    hints: 3,
    colour: { of: 'later' },
  });
  expect(notes).toEqual([]);
});

test('what is kept beside a record is unknown when it is broken', async () => {
  const file = path.join(folder, 'kept.json');
  expect(await readKept(file, schema)).toBeUndefined();
  await writeFile(file, 'null');
  expect(await readKept(file, schema)).toBeUndefined();
  await writeFile(file, '{"lab": "rbac", "hints": 2}');
  expect(await readKept(file, schema)).toEqual({ lab: 'rbac', hints: 2 });
});
