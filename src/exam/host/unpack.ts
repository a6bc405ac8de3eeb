import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { Parser, type ReadEntry } from 'tar';

/** How much is taken: what a learner may have written is anything. */
export interface UnpackLimits {
  /** Bytes of all files together, with what packing them adds. */
  bytes: number;
  files: number;
}

export interface Unpacked {
  /** Names of the files that were taken, with / between folders. */
  files: string[];
  /** Names of what was left: links, pipes, devices, and files that could not be taken. */
  left: string[];
  /** There was more than the limit: what came after it is neither taken nor named. */
  cut: boolean;
  /** Not every plain file that is there is among `files`, or it is no folder. */
  partial: boolean;
  /** The archive was read up to its end mark. */
  complete: boolean;
}

/** What this machine's file system does not take as a name, or takes for one that is there already. */
const NAMES = new Set([
  'EEXIST',
  'EINVAL',
  'EILSEQ',
  'EISDIR',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
]);

/**
 * Takes a tar archive of one folder as it comes and puts the plain files in it, without the folder's
 * own name, into another folder that is empty. Nothing leads out of that one: links are never made.
 * `result` is asked for once the sink has ended.
 */
export function unpackInto(
  target: string,
  limits: UnpackLimits,
): { sink: Writable; result: () => Unpacked } {
  const files = new Map<string, { file: string; size: number }>();
  const left: string[] = [];
  let [bytes, copied, cut, partial, ended, folder] = [0, 0, false, false, false, false];
  const open = new Map<ReadEntry, { name: string; handle: number }>();
  let failure: unknown;

  const leave = (name: string, plain = false) => {
    left.push(name);
    partial ||= plain;
  };
  /** Does what a name may forbid; false where it does. */
  const tried = (work: () => void): boolean => {
    try {
      work();
      return true;
    } catch (error) {
      if (NAMES.has((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
  };
  const take = (name: string, make: (file: string) => void): void => {
    const file = path.join(target, name);
    const made =
      isName(name) &&
      files.size < limits.files &&
      tried(() => {
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
        make(file);
      });
    if (!made) leave(name, true);
  };
  const begin = (entry: ReadEntry): void => {
    const [top, ...rest] = entry.path.replace(/\/+$/, '').split('/');
    // What leads elsewhere from its first letter on is no name either.
    const name = top === '' || top === '..' ? entry.path : rest.join('/');
    const isFolder = entry.type === 'Directory' || entry.type === 'GNUDumpDir';
    // What is packed became something else than a folder.
    if (name === '') folder ||= isFolder;
    else if (isPlain(entry)) {
      take(name, (file) => {
        open.set(entry, { name, handle: openSync(file, 'wx', 0o600) });
        files.set(name, { file, size: entry.size });
      });
    } else if (entry.type === 'Link') {
      // A second name of a file that was packed under its first.
      const first = files.get(entry.linkpath?.split('/').slice(1).join('/') ?? '');
      copied += first?.size ?? 0;
      if (!first) leave(name, true);
      else if (bytes + copied > limits.bytes) cut = true;
      else {
        take(name, (file) => {
          copyFileSync(first.file, file);
          files.set(name, { file, size: first.size });
        });
      }
    } else if (!isFolder) leave(name);
  };
  const parser = new Parser({
    strict: true,
    onReadEntry(entry) {
      guard(() => begin(entry));
      const handle = open.get(entry)?.handle;
      entry.on('end', () => guard(() => close(entry)));
      entry.on('data', (chunk) => guard(() => handle && writeSync(handle, chunk)));
    },
  });
  const close = (entry: ReadEntry) => {
    const own = open.get(entry);
    if (own && open.delete(entry)) closeSync(own.handle);
  };
  /** An error in a listener would be nobody's. */
  function guard(work: () => unknown): void {
    try {
      if (failure === undefined) work();
    } catch (error) {
      failure = error;
    }
  }
  parser.on('eof', () => {
    ended = true;
  });
  parser.on('error', (error) => {
    failure ??= error;
  });

  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      cut ||= bytes > limits.bytes;
      if (!cut) guard(() => parser.write(chunk));
      if (cut) done(new Error('more than the limit'));
      else done(failure instanceof Error ? failure : null);
    },
    final(done) {
      guard(() => parser.end());
      done(failure instanceof Error ? failure : null);
    },
    destroy(error, done) {
      for (const [entry, { name }] of open) {
        // A file that was begun is none.
        close(entry);
        if (files.delete(name)) leave(name, true);
        rmSync(path.join(target, name), { force: true });
      }
      done(error);
    },
  });
  return {
    sink,
    result() {
      if (failure !== undefined && !cut) throw failure;
      return {
        files: [...files.keys()].sort((a, b) => a.localeCompare(b)),
        left: left.sort((a, b) => a.localeCompare(b)),
        ...{ cut, partial: partial || cut || !folder, complete: ended },
      };
    },
  };
}

function isPlain({ type }: ReadEntry): boolean {
  return type === 'File' || type === 'OldFile' || type === 'ContiguousFile';
}

/** A name below a folder, of text: what is not UTF-8 was read as U+FFFD. */
function isName(name: string): boolean {
  return (
    !name.includes('\u{fffd}') &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
