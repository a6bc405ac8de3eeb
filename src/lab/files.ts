import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Source, sourceOf } from '../yaml/source.ts';

/** The files of a lab's folder, each read once. */
export interface LabFiles {
  /** Names with / between folders, sorted. */
  names(): readonly string[];
  /** Undefined when there is no such file. */
  read(name: string): Source | undefined;
}

export function filesOf(dir: string): LabFiles {
  const read = new Map<string, Source | undefined>();
  let names: string[] | undefined;
  return {
    names() {
      names ??= readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
        .map((name) => name.replaceAll(path.sep, '/'))
        .sort();
      return names;
    },
    read(name) {
      if (!read.has(name)) read.set(name, readSource(path.join(dir, name)));
      return read.get(name);
    },
  };
}

export function readSource(file: string): Source | undefined {
  try {
    return sourceOf(file, readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
