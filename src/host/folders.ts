import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { InfrastructureError } from '../errors.ts';
import { type Paths, packageRoot } from './paths.ts';
import { quote } from './quote.ts';

/** Why a folder can't be used, and what to do about it. */
export interface Flaw {
  why: string;
  next: string;
}

const MOUNTS = '/proc/self/mountinfo';

/** What is wrong with the folders in which things are kept and made; nothing is changed. */
export function flawIn(paths: Paths, mounts: string = MOUNTS): Flaw | undefined {
  return (
    flawInName(packageRoot, 'Move cka-lab to another folder.') ??
    flawInName(paths.state, elsewhere('XDG_STATE_HOME')) ??
    flawInName(paths.cache, elsewhere('XDG_CACHE_HOME')) ??
    unwritable(paths.state, 'XDG_STATE_HOME') ??
    unwritable(paths.cache, 'XDG_CACHE_HOME') ??
    noPrograms(paths.cache, mounts)
  );
}

/** Throws where something is wrong with them. */
export function requireFolders(paths: Paths, mounts: string = MOUNTS): void {
  const flaw = flawIn(paths, mounts);
  if (flaw) throw new InfrastructureError(`${flaw.why}.`, { next: flaw.next });
}

const elsewhere = (variable: string) =>
  `Set ${variable} to a folder that will do, and run the command again.`;

// KUBECONFIG, PATH and the runtimes' --volume part folders by it and know no way to quote it.
const SEPARATOR = ':';

function flawInName(folder: string, next: string): Flaw | undefined {
  const name = JSON.stringify(folder);
  if (folder.includes(SEPARATOR)) {
    return {
      why: `The folder ${name} can't be used: its name has a ":", which container runtimes and kubectl take for the end of it`,
      next,
    };
  }
  if (!/\p{Cc}/u.test(folder)) return undefined;
  return { why: `The folder ${name} can't be used: its name has a control character`, next };
}

function unwritable(folder: string, variable: string): Flaw | undefined {
  const there = nearest(folder);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = {
      EROFS: `${there} is read-only`,
      EACCES: `this user may not write to ${there}`,
      ENOTDIR: `${there} is no folder`,
    };
    const why = known[code ?? ''] ?? message;
    return { why: `The folder ${folder} can't be used: ${why}`, next: elsewhere(variable) };
  }
}

function noPrograms(folder: string, mounts: string): Flaw | undefined {
  const at = mountOf(nearest(folder), readText(mounts));
  if (!at?.options.includes('noexec')) return undefined;
  return {
    why: `The folder ${folder} can't be used: kind and kubectl are kept there, and ${at.folder} is mounted noexec, so that no program runs from it`,
    next: `${elsewhere('XDG_CACHE_HOME')} Or type: sudo mount -o remount,exec ${quote(at.folder)}`,
  };
}

/** The folder, or of those above it the first that is there; where links lead, since mounts count. */
function nearest(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(folder) || above === folder ? realpathSync(folder) : nearest(above);
}

interface Mount {
  folder: string;
  options: string[];
}

/** The mount that a folder is on, of those in a mountinfo file; of two at one place the later. */
export function mountOf(folder: string, mountinfo: string): Mount | undefined {
  let found: Mount | undefined;
  for (const line of mountinfo.split('\n')) {
    const [, , , , escaped, options] = line.split(' ');
    if (escaped === undefined || options === undefined) continue;
    const at = escaped.replace(/\\([0-7]{3})/g, (_, digits) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    const holds = folder === at || folder.startsWith(at.endsWith('/') ? at : `${at}/`);
    if (holds && at.length >= (found?.folder.length ?? 0)) {
      found = { folder: at, options: options.split(',') };
    }
  }
  return found;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Only Linux has it.
    return '';
  }
}
