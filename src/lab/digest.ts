import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lab } from './lab.ts';

/** SHA-256, in hexadecimal, over every file of the lab's folder and its grader, by name. */
export async function labDigest(lab: Pick<Lab, 'dir' | 'graderFile'>): Promise<string> {
  const entries = await readdir(lab.dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ name: path.relative(lab.dir, file).replaceAll(path.sep, '/'), file }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = await Promise.all([
    ...files.map(async ({ name, file }) => ({ name, text: await readFile(file) })),
    readFile(lab.graderFile).then(
      (text) => ({ name: '(grader)', text }),
      () => ({ name: '(no grader)', text: Buffer.alloc(0) }),
    ),
  ]);
  const hash = createHash('sha256');
  for (const { name, text } of texts) hash.update(`${name}\n${text.length}\n`).update(text);
  return hash.digest('hex');
}
