import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../host/paths.ts';

/** Our own files that go into images. */
export const filesFolder = path.join(packageRoot, 'src', 'image', 'files');

export interface OwnFile {
  /** Path under the folder that was asked for, with slashes. */
  name: string;
  path: string;
  text: string;
}

/** Every file under a folder of files/, in order of name. */
export function filesIn(folder: string): OwnFile[] {
  const top = path.join(filesFolder, folder);
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      name: path.relative(top, file).split(path.sep).join('/'),
      path: file,
      text: readFileSync(file, 'utf8'),
    }));
}
