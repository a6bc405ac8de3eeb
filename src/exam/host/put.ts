import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../../context.ts';
import { InfrastructureError } from '../../errors.ts';
import { type ExamHost, hostRun, LEARNER } from './host.ts';

/** A file for a host; its name may have / between folders. */
export interface HostFile {
  name: string;
  text: string | Uint8Array;
  /** 0o600 if left out. */
  mode?: number;
}

// A line a file: mode, name and content. All of it is known here, so it goes in by one program.
const SCRIPT = `set -eu
keep=$2
mkdir -p -- "$1"
cd -- "$1"
while read -r mode name data; do
  name=$(base64 --decode <<<"$name")
  if [ -n "$keep" ] && [ -e "$name" ]; then continue; fi
  mkdir -p -- "$(dirname -- "$name")"
  rm -f -- "$name"
  (umask 077 && base64 --decode <<<"$data" >"$name")
  chmod "$mode" -- "$name"
done`;

/**
 * Puts files into a folder of a host, which is made if it is missing; they are the learner's, and
 * put there with no more rights than theirs, unless `user` is root. `keep`: a file that is there
 * stays as it is.
 */
export async function putFiles(
  context: Context,
  host: ExamHost,
  folder: string,
  files: readonly HostFile[],
  { user = LEARNER, keep = false }: { user?: typeof LEARNER | 'root'; keep?: boolean } = {},
): Promise<void> {
  const lines = files.map(({ name, text, mode = 0o600 }) => {
    const [encodedName, data] = [name, text].map((part) =>
      Buffer.from(part as string).toString('base64'),
    );
    return `${mode.toString(8)} ${encodedName} ${data}\n`;
  });
  const { exitCode, stderr } = await hostRun(
    context,
    host,
    ['bash', '-c', SCRIPT, 'bash', folder, keep ? 'keep' : ''],
    { user, input: lines.join('') },
  );
  if (exitCode !== 0) {
    throw new InfrastructureError(
      `The files of ${folder} could not be put on ${host.container}: ${stderr.trim()}`,
      { next: 'Run the same command again.' },
    );
  }
}

/** Bytes of a file that is put on a host; a longer one is no part of a task. */
const LONGEST = 4 * 2 ** 20;

/** The files in a folder of this machine; none where there is no such folder. */
export async function hostFilesIn(folder: string): Promise<HostFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      // One that can't be read is not an empty one.
      if (error.code !== 'ENOENT') throw error;
      return [];
    },
  );
  const files: HostFile[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    if ((await stat(file)).size > LONGEST) continue;
    files.push({ name: path.relative(folder, file), text: await readFile(file) });
  }
  return files;
}
