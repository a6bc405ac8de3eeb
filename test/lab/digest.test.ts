import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { labDigest } from '../../src/lab/digest.ts';
import { folderWith, smallLab } from './folder.ts';

const places = (root: string) => ({
  dir: path.join(root, 'labs/small'),
  graderFile: path.join(root, 'graders/small.ts'),
});

test('the same files have the same digest, wherever they are', async () => {
  const [one, two] = await Promise.all([folderWith(smallLab()), folderWith(smallLab())]);
  const digest = await labDigest(places(one));
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await labDigest(places(two))).toBe(digest);
});

test.each<[string, (root: string) => Promise<void>]>([
  ['a text', (root) => writeFile(path.join(root, 'labs/small/task.md'), 'x')],
  ['a new file', (root) => writeFile(path.join(root, 'labs/small/seed/new'), '')],
  [
    'a name',
    (root) =>
      rename(path.join(root, 'labs/small/wrong/a.sh'), path.join(root, 'labs/small/wrong/z.sh')),
  ],
  ['the grader', (root) => writeFile(path.join(root, 'graders/small.ts'), 'x')],
  [
    'no grader',
    (root) => rename(path.join(root, 'graders/small.ts'), path.join(root, 'graders/x.ts')),
  ],
])('%s changes it', async (_what, change) => {
  const root = await folderWith(smallLab());
  const before = await labDigest(places(root));
  await change(root);
  expect(await labDigest(places(root))).not.toBe(before);
});

test('a file of another lab does not', async () => {
  const root = await folderWith(smallLab());
  const before = await labDigest(places(root));
  await writeFile(path.join(root, 'graders/other.ts'), 'x');
  expect(await labDigest(places(root))).toBe(before);
});
