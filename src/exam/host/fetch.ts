import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../context.ts';
import type { ExamHost } from './host.ts';

/** How much is taken from a host: what the learner may have written is anything. */
export interface FetchLimits {
  /** Bytes of all files together, with what packing them adds. */
  bytes: number;
  files: number;
}

const FETCH_LIMITS: FetchLimits = { bytes: 32 * 2 ** 20, files: 500 };

export interface Fetched {
  /** Names of the files that were taken, with / between folders. */
  files: string[];
  /** Names of what was left: links, pipes, devices, and files beyond the limit. */
  left: string[];
  /** There was more than the limit: what came after it is neither taken nor named. */
  cut: boolean;
}

// The runtime packs them itself: nothing on the host has a say, and a paused or stopped one will do.
const SCRIPT = `"$1" cp "$2:$3" - | head -c "$4" >"$5/files.tar"
mkdir "$5/files"
tar --extract --file "$5/files.tar" --directory "$5/files" --strip-components=1 \\
  --no-same-owner --no-same-permissions --delay-directory-restore 2>/dev/null
chmod -R u+rwX "$5/files"`;

/**
 * Makes a folder here hold what a folder on a host holds now: plain files alone, up to the limits.
 * Links are not followed. Where the host has no such folder, the one here is empty.
 */
export async function fetchFiles(
  context: Context,
  { runtime, container }: ExamHost,
  folder: string,
  target: string,
  limits: FetchLimits = FETCH_LIMITS,
): Promise<Fetched> {
  await context.run(runtime.name, ['container', 'inspect', '--format', '{{.Id}}', container]);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(`${target}.`);
  try {
    await context.run('sh', [
      ...['-c', SCRIPT, 'sh', runtime.name, container, folder, String(limits.bytes), scratch],
    ]);
    const cut = (await stat(path.join(scratch, 'files.tar'))).size >= limits.bytes;
    const taken = path.join(scratch, 'taken');
    await mkdir(taken, { mode: 0o700 });
    const { files, left } = await takePlainFiles(path.join(scratch, 'files'), taken, limits.files);
    await rm(target, { recursive: true, force: true });
    await rename(taken, target);
    return { files, left, cut };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Copies plain files, and nothing else, from one folder to another that is empty. */
async function takePlainFiles(
  from: string,
  to: string,
  most: number,
): Promise<Pick<Fetched, 'files' | 'left'>> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      name: path.relative(from, path.join(entry.parentPath, entry.name)),
      plain: entry.isFile(),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const files: string[] = [];
  const left: string[] = [];
  for (const { name, plain } of names) {
    if (plain && files.length < most && (await take(path.join(from, name), path.join(to, name)))) {
      files.push(name);
    } else left.push(name);
  }
  return { files, left };
}

/** False for a name that is not text: it is read as another one, which is not there. */
async function take(file: string, target: string): Promise<boolean> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  try {
    await copyFile(file, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  await chmod(target, 0o600);
  return true;
}
