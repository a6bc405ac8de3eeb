import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  ensurePart,
  isMade,
  keyOf,
  type Part,
  partFolder,
  removeStale,
} from '../../src/image/parts.ts';
import { fakes } from '../setup/fakes.ts';

function counted(recipe: unknown, make: Part['make'] = async () => {}): Part & { made: number } {
  const part = {
    name: 'thing',
    recipe,
    made: 0,
    async make(...args: Parameters<Part['make']>) {
      part.made += 1;
      await writeFile(path.join(args[1], 'file'), 'whole');
      await make(...args);
    },
  };
  return part;
}

test('a part is made once, and found by its recipe', async () => {
  const { context } = await fakes();
  const part = counted({ version: 1 });
  expect(isMade(context, part)).toBe(false);
  const folder = await ensurePart(context, part);
  expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('whole');
  expect(folder).toBe(partFolder(context, part));
  await ensurePart(context, part);
  expect(part.made).toBe(1);
  expect(isMade(context, counted({ version: 1 }))).toBe(true);
  expect(isMade(context, counted({ version: 2 }))).toBe(false);
});

test('a part that fails leaves nothing', async () => {
  const { context } = await fakes();
  const part = counted(1, async () => {
    throw new Error('no');
  });
  await expect(ensurePart(context, part)).rejects.toThrow('no');
  expect(await readdir(path.join(context.paths.cache, 'parts'))).toEqual([]);
});

test('a part is not seen under its name before it is whole', async () => {
  const { context } = await fakes();
  const part = counted(1, async () => {
    expect(isMade(context, part)).toBe(false);
  });
  await ensurePart(context, part);
  expect(isMade(context, part)).toBe(true);
});

test('when another process was faster, its part is taken', async () => {
  const { context } = await fakes();
  const part = counted(1, async () => {
    const winner = partFolder(context, part);
    await mkdir(winner);
    await writeFile(path.join(winner, 'file'), 'the winner');
  });
  const folder = await ensurePart(context, part);
  expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('the winner');
  expect(await readdir(path.dirname(folder))).toEqual([path.basename(folder)]);
});

test('what dead processes left is removed; what a living one works on stays', async () => {
  const { context } = await fakes();
  const parts = path.join(context.paths.cache, 'parts');
  const [dead, living] = [4_194_304 + 1, process.ppid];
  for (const name of [`a-1.part-of-${dead}`, `b-1.part-of-${living}`, 'c-1']) {
    await mkdir(path.join(parts, name), { recursive: true });
  }
  await removeStale(context);
  expect(await readdir(parts)).toEqual([`b-1.part-of-${living}`, 'c-1']);
});

test('a key depends on every word of the recipe', () => {
  expect(keyOf({ a: ['x', 'y'] })).not.toBe(keyOf({ a: ['xy'] }));
});
