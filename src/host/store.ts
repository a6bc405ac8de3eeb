import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Writes a file that only its owner may read, whole or not at all; makes its folder (0700). */
export async function writePrivate(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, content, { mode: 0o600 });
}

/** JSON records in a folder, one file each, named by id. */
export interface Store<T> {
  file(id: string): string;
  get(id: string): Promise<T | undefined>;
  all(): Promise<T[]>;
  put(id: string, value: T): Promise<void>;
  /** Puts a new record; false, and nothing changes, when there is one of that id. */
  add(id: string, value: T): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export function createStore<T>(folder: string): Store<T> {
  const file = (id: string) => path.join(folder, `${id}.json`);
  const get = async (id: string): Promise<T | undefined> => {
    const text = await readText(file(id));
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      // Cut short by a full disk: it is put aside, and its cluster is known by its mark.
      await rename(file(id), `${file(id)}.broken`);
      return undefined;
    }
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

/** The text of a file, or undefined when there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
