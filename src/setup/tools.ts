import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';

/** Where a program of a version is kept; never on the user's PATH. */
export function toolFile(context: Context, name: string, version: string): string {
  return path.join(context.paths.cache, 'tools', `${name}-${version}`, name);
}

/** Puts a program in place, whole or not at all: `make` gets an empty folder to make it in. */
export async function keepTool(
  file: string,
  make: (folder: string) => Promise<string>,
): Promise<string> {
  const folder = path.join(path.dirname(path.dirname(file)), `.${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    const made = await make(folder);
    await chmod(made, 0o755);
    await mkdir(path.dirname(file), { recursive: true });
    await rename(made, file);
    return file;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
