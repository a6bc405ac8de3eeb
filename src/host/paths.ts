import { existsSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';

/** Where this program keeps things, by the platform's rules (XDG_CACHE_HOME, XDG_STATE_HOME …). */
export interface Paths {
  /** May be deleted at any time: tools, built parts. */
  cache: string;
  /** Records of clusters and labs, kubeconfigs, results; folders 0700, files 0600. */
  state: string;
  /** Under it learners' folders; state/files when not said. */
  files?: string;
}

export function userPaths(): Paths {
  const paths = envPaths('cka-lab', { suffix: '' });
  return { cache: absolute(paths.cache, '.cache'), state: absolute(paths.log, '.local/state') };
}

/** The XDG specification asks to ignore relative paths; without a HOME there is the user's own. */
function absolute(folder: string, fallback: string): string {
  if (path.isAbsolute(folder)) return folder;
  const home = path.isAbsolute(homedir()) ? homedir() : userInfo().homedir;
  return path.join(home, fallback, 'cka-lab');
}

/** The folder of our package.json: labs/ and clusters/ are under it. */
export const packageRoot = findUp(import.meta.dirname);

function findUp(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : findUp(path.dirname(folder));
}

/** This program's version. */
export const toolVersion: string = JSON.parse(
  readFileSync(path.join(packageRoot, 'package.json'), 'utf8'),
).version;
