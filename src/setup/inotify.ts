import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { asRoot } from './as-root.ts';
import { lookAtMachine, type Machine } from './machine.ts';

/** A limit of the kernel's on what one user may have of inotify. */
export interface InotifyLimit {
  /** Its file in /proc/sys/fs/inotify. */
  name: 'max_user_instances' | 'max_user_watches';
  what: string;
  enough: number;
  raiseTo: number;
}

/** Two or three nodes use up the kernel's default of 128; with this many none runs short. */
export const INSTANCES: InotifyLimit = {
  name: 'max_user_instances',
  what: 'inotify instances',
  enough: 512,
  raiseTo: 1024,
};
/** The kernel's old default was 8192; how many a node needs grows with its pods. */
export const WATCHES: InotifyLimit = {
  name: 'max_user_watches',
  what: 'inotify watches',
  enough: 65_536,
  raiseTo: 524_288,
};
const FOLDER = '/proc/sys/fs/inotify';

/**
 * Raises the limits on inotify, with consent, where this machine's are too low for several nodes.
 * They are the settings of the host that are ever changed, until the next boot.
 */
export async function ensureInotify(
  context: Context,
  look: (context: Context) => Promise<Machine> = lookAtMachine,
  folder: string = FOLDER,
): Promise<void> {
  for (const limit of [INSTANCES, WATCHES]) await ensureLimit(context, look, limit, folder);
}

async function ensureLimit(
  context: Context,
  look: (context: Context) => Promise<Machine>,
  limit: InotifyLimit,
  folder: string,
): Promise<void> {
  const { what, enough, raiseTo, name } = limit;
  const now = await readLimit(limit, folder);
  if (now === undefined || now >= enough) return;
  const question = `This machine allows ${now} ${what}, too few for several nodes. Raise the limit to ${raiseTo} until the next boot?`;
  if (await context.confirm(question)) {
    try {
      const run = await asRoot(context, await look(context), 'Raising the limit');
      const file = path.join(folder, name);
      await run('sh', ['-c', 'echo "$1" >"$2"', 'sh', String(raiseTo), file]);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
    }
  }
  if (((await readLimit(limit, folder)) ?? 0) >= enough) return;
  context.progress.note(
    `Only ${now} ${what} are allowed here: keep to one or two nodes at once, or type \`${raiseCommand(limit)}\`.`,
  );
}

/** What a person types to raise a limit. */
export function raiseCommand({ name, raiseTo }: InotifyLimit): string {
  return `sudo sysctl -w fs.inotify.${name}=${raiseTo}`;
}

/** A limit of this machine; undefined where there is none to be read. */
export async function readLimit(
  { name }: Pick<InotifyLimit, 'name'>,
  folder: string = FOLDER,
): Promise<number | undefined> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
  const limit = Number.parseInt(text, 10);
  return Number.isNaN(limit) ? undefined : limit;
}
