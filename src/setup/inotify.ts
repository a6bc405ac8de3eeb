import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { asRoot } from './as-root.ts';
import { lookAtMachine, type Machine } from './machine.ts';

/** Two or three nodes use up the kernel's default of 128; with this many none runs short. */
export const ENOUGH_INSTANCES = 512;
const RAISE_TO = 1024;
const FILE = '/proc/sys/fs/inotify/max_user_instances';
const COMMAND = `sysctl -w fs.inotify.max_user_instances=${RAISE_TO}`;

/**
 * Raises the limit on inotify instances, with consent, where this machine's is too low for
 * several nodes. It is the one setting of the host that is ever changed, until the next boot.
 */
export async function ensureInotify(
  context: Context,
  look: (context: Context) => Promise<Machine> = lookAtMachine,
  file: string = FILE,
): Promise<void> {
  const limit = await readInstances(file);
  if (limit === undefined || limit >= ENOUGH_INSTANCES) return;
  const question = `This machine allows ${limit} inotify instances, too few for several nodes. Raise the limit to ${RAISE_TO} until the next boot?`;
  if (await context.confirm(question)) {
    try {
      const run = await asRoot(context, await look(context), 'Raising the limit');
      await run('sh', ['-c', 'echo "$1" >"$2"', 'sh', String(RAISE_TO), file]);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
    }
  }
  if (((await readInstances(file)) ?? 0) >= ENOUGH_INSTANCES) return;
  context.progress.note(
    `Only ${limit} inotify instances are allowed here: keep to one or two nodes at once, or type \`sudo ${COMMAND}\`.`,
  );
}

/** The limit of this machine; undefined where there is none to be read. */
export async function readInstances(file: string = FILE): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const limit = Number.parseInt(text, 10);
  return Number.isNaN(limit) ? undefined : limit;
}
