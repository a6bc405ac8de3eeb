import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { messageOf } from '../errors.ts';

/** Writes a file that only its owner may read, whole or not at all; makes its folder (0700). */
export async function writePrivate(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, content, { mode: 0o600 });
}

/** JSON records in a folder, one file each, named by id. */
export interface Store<T> {
  file(id: string): string;
  /** Undefined where there is none, or one that can't be read: that is put aside, and said. */
  get(id: string): Promise<T | undefined>;
  all(): Promise<T[]>;
  put(id: string, value: T): Promise<void>;
  /** Puts a new record; false, and nothing changes, when there is one of that id. */
  add(id: string, value: T): Promise<boolean>;
  remove(id: string): Promise<void>;
}

/** What a record must hold. `id` reads the name of its file out of it, where it says that itself. */
export interface RecordForm<T> {
  schema: z.ZodType<T>;
  id?: (value: T) => string;
}

export function createStore<T>(
  { progress }: Pick<Context, 'progress'>,
  folder: string,
  { schema, id: idOf }: RecordForm<T>,
): Store<T> {
  const file = (id: string) => path.join(folder, `${id}.json`);
  const get = async (id: string): Promise<T | undefined> => {
    const value = await readRecord({ progress }, file(id), schema);
    if (value === undefined || idOf === undefined || idOf(value) === id) return value;
    await putAside({ progress }, file(id), `it is the record of ${idOf(value)}`);
    return undefined;
  };
  const textOf = (value: T) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    file,
    get,
    async all() {
      const names = await readdir(folder).catch(() => []);
      const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
      const values = await Promise.all(ids.sort().map(get));
      return values.filter((value) => value !== undefined);
    },
    put: (id, value) => writePrivate(file(id), textOf(value)),
    async add(id, value) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await writeFile(file(id), textOf(value), { flag: 'wx', mode: 0o600 });
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      }
    },
    remove: (id) => rm(file(id), { force: true }),
  };
}

/**
 * A record of ours as it was written, fields of later versions among it; undefined where there is
 * none. What is no such record (cut short by a full disk, edited, of another program) is put aside,
 * and said.
 */
export async function readRecord<T>(
  { progress }: Pick<Context, 'progress'>,
  file: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    const text = await readText(file);
    if (text === undefined) return undefined;
    const value: unknown = JSON.parse(text);
    schema.parse(value);
    // Not what the schema makes of it: that would drop what a later version added.
    return value as T;
  } catch (error) {
    await putAside({ progress }, file, whyBroken(error));
    return undefined;
  }
}

/** JSON that we keep beside a record; undefined where there is none, or it can't be read. */
export async function readKept<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Never lost: somebody may want to look at it. */
async function putAside(
  { progress }: Pick<Context, 'progress'>,
  file: string,
  why: string,
): Promise<void> {
  for (let count = 1; ; count += 1) {
    const aside = count === 1 ? `${file}.broken` : `${file}.broken-${count}`;
    if (await isThere(aside)) continue;
    try {
      await rename(file, aside);
    } catch (error) {
      // Another command was faster.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    progress.note(
      `A record could not be read (${why}); it is kept as ${aside}. \`cka-lab stop --all\` removes what it stood for.`,
    );
    return;
  }
}

async function isThere(file: string): Promise<boolean> {
  const names = await readdir(path.dirname(file));
  return names.includes(path.basename(file));
}

function whyBroken(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is no JSON';
  if (error instanceof Error && 'issues' in error) {
    const [first] = error.issues as { path: PropertyKey[]; message: string }[];
    const at = first?.path.join('.') || 'the whole';
    return `${at}: ${first?.message}`;
  }
  return messageOf(error);
}

/** The text of a file, or undefined when there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
