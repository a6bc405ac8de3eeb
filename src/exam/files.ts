import path from 'node:path';
import type { Ways } from '../grading/facts.ts';
import { readLearnerFile } from '../grading/learner-file.ts';

/**
 * Reads files of a folder on an exam host from where they were fetched to. A task calls them as the
 * host does, so a whole path is one on the host.
 */
export function fetchedFiles(folder: string, fetched: string): Pick<Ways, 'file'> {
  return {
    async file(_folder, name) {
      const inside = path.posix.relative(folder, path.posix.resolve(folder, name));
      if (inside === '' || inside.startsWith('..')) return undefined;
      return readLearnerFile(fetched, inside);
    },
  };
}
