import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { isRunning } from '../host/detach.ts';
import { alone } from '../host/lock.ts';

/** Something that is made once and kept: a folder of files, named after all that goes into it. */
export interface Part {
  name: string;
  /** All that the result depends on. It is hashed, as JSON: the key of the part. */
  recipe: unknown;
  /** Fills the folder; reports, in a few words, how far it is. */
  make(context: Context, folder: string, report: Report): Promise<void>;
}

export type Report = (detail: string) => void;

export function keyOf(recipe: unknown): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
}

export function partFolder(context: Context, part: Part): string {
  return path.join(context.paths.cache, 'parts', `${part.name}-${keyOf(part.recipe)}`);
}

export function isMade(context: Context, part: Part): boolean {
  return existsSync(partFolder(context, part));
}

/** The folder of a part, made now if it is missing. What is half made is never seen under its name. */
export async function ensurePart(
  context: Context,
  part: Part,
  report: Report = () => {},
): Promise<string> {
  const folder = partFolder(context, part);
  if (existsSync(folder)) return folder;
  return alone(context, path.basename(folder), () => makePart(context, part, report));
}

async function makePart(context: Context, part: Part, report: Report): Promise<string> {
  const folder = partFolder(context, part);
  // Another command made it while this one waited.
  if (existsSync(folder)) return folder;
  const temporary = await temporaryFolder(context, path.basename(folder));
  try {
    await part.make(context, temporary, report);
    await rename(temporary, folder).catch((error: unknown) => {
      // The lock was lost while this machine slept: what another process made is as good.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await removeFolder(context, temporary);
  }
  return folder;
}

const MARK = '.part-of-';

/** A new folder beside the parts, marked with our process: see `removeStale`. */
export async function temporaryFolder(context: Context, name: string): Promise<string> {
  const folder = path.join(context.paths.cache, 'parts', `${name}${MARK}${process.pid}`);
  await removeFolder(context, folder);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Removes what processes that were killed left half made. */
export async function removeStale(context: Context): Promise<void> {
  const parts = path.join(context.paths.cache, 'parts');
  for (const name of await readdir(parts).catch(() => [])) {
    const pid = Number(name.split(MARK)[1]);
    if (pid && pid !== process.pid && !isRunning(pid))
      await removeFolder(context, path.join(parts, name));
  }
}

/** Removes a folder, also one in which a killed process of root's left files. */
export async function removeFolder(context: Context, folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // Tried again by the next run, when this one is being interrupted.
    const args = ['-n', 'rm', '-rf', '--one-file-system', folder];
    await context.run('sudo', args, { allowFailure: true }).catch(() => undefined);
  }
}
