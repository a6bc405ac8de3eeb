import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';

/** Bytes of a file that are looked at; what is longer is no answer to a task. */
const MOST = 2 ** 20;

/**
 * The text of a file in the lab's folder on the learner's machine; `name` may be a whole path, too.
 * Undefined when there is no such file that can be read, when it leads out of the folder, or is
 * longer than 1 MiB.
 */
export async function readLearnerFile(folder: string, name: string): Promise<string | undefined> {
  try {
    const [home, file] = await Promise.all([
      realpath(folder),
      realpath(path.resolve(folder, name)),
    ]);
    if (!file.startsWith(home + path.sep)) return undefined;
    // A pipe would be waited for, and a link made meanwhile could lead anywhere.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(file, flags);
    try {
      const about = await handle.stat();
      if (!about.isFile() || about.size > MOST) return undefined;
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isLearners(error)) return undefined;
    throw error;
  }
}

/** Names may be those that a learner wrote into a file: too long, or with what no name can have. */
const LEARNERS = [
  ...['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EISDIR', 'ENXIO'],
  ...['ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'],
];

/** What is not there, is something else or is closed to others is the learner's doing. */
function isLearners(error: unknown): boolean {
  return LEARNERS.includes((error as NodeJS.ErrnoException).code ?? '');
}
