import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import type { Context } from '../context.ts';
import { flawIn } from '../host/folders.ts';
import { INSTANCES, raiseCommand, readLimit, WATCHES } from '../setup/inotify.ts';
import { type Check, fail, GIB, NO_IMAGE, NO_RUNTIME, ok, untold, warn } from './check.ts';

const FEW_FILES = 8_192;

/** What the machine has to give. */
export const limitChecks: readonly Check[] = [
  {
    id: 'inotify',
    title: 'inotify instances',
    async look(_context, world) {
      const facts = await world.facts.catch(() => undefined);
      const limit = facts?.inotifyInstances ?? (await readLimit(INSTANCES));
      if (limit === undefined) return untold((await world.runtime) ? NO_IMAGE : NO_RUNTIME);
      if (limit >= INSTANCES.enough) return ok(String(limit));
      return warn(
        `${limit}, enough for one or two nodes at once`,
        `Run \`cka-lab setup\`, or type \`${raiseCommand(INSTANCES)}\`.`,
      );
    },
  },
  {
    id: 'inotify-watches',
    title: 'inotify watches',
    async look(_context, world) {
      const engine = await world.engine.catch(() => undefined);
      const limit = await readLimit(WATCHES);
      if (limit === undefined || engine?.local === false) return ok('as the runtime has them');
      if (limit >= WATCHES.enough) return ok(String(limit));
      return warn(
        `${limit}, too few for several nodes`,
        `Run \`cka-lab setup\`, or type \`${raiseCommand(WATCHES)}\`.`,
      );
    },
  },
  {
    id: 'folders',
    title: 'folders',
    async look({ paths }) {
      const flaw = flawIn(paths);
      return flaw ? fail(flaw.why, flaw.next) : ok(`${paths.state}, ${paths.cache}`);
    },
  },
  {
    id: 'open-files',
    title: 'open files',
    async look(context, world) {
      const facts = await world.facts.catch(() => undefined);
      const limit = facts?.openFilesHardLimit ?? (await localOpenFiles(context));
      const where = facts ? 'in a container' : 'on this machine';
      if (limit === Number.POSITIVE_INFINITY) return ok(`no limit ${where}`);
      if (!(limit > 0)) return untold((await world.runtime) ? NO_IMAGE : NO_RUNTIME);
      if (limit >= FEW_FILES) return ok(`${limit} ${where}`);
      return warn(`${limit} ${where} is little`, 'Raise the hard limit (`ulimit -Hn`) to 20000.');
    },
  },
  {
    id: 'memory',
    title: 'memory',
    async look(_context, world) {
      const engine = await world.engine.catch(() => undefined);
      const bytes = engine?.memoryBytes ?? totalmem();
      const has = `${(bytes / GIB).toFixed(1)} GiB`;
      if (bytes >= 4 * GIB) return ok(has);
      const fix = 'Give the machine (or the VM that Docker runs in) 4 GiB.';
      if (bytes >= 2 * GIB) return warn(`${has} is enough for one cluster`, fix);
      return fail(`${has} is less than a cluster needs`, fix);
    },
  },
  {
    id: 'disk',
    title: 'free disk space',
    async look(context, world) {
      const engine = await world.engine.catch(() => undefined);
      const folders = [context.paths.cache, ...(engine?.local ? [engine.folder] : [])];
      const free = await Promise.all(folders.map(freeSpace));
      const least = Math.min(...free);
      const folder = folders[free.indexOf(least)];
      const has = `${(least / GIB).toFixed(0)} GiB at ${folder}`;
      // A node image takes 2 GiB, and 10 GiB more while it is built here.
      if (least >= 12 * GIB) return ok(has);
      const fix = `Free some space at ${folder}; \`docker system df\` shows what Docker holds.`;
      if (least >= 3 * GIB) return warn(`${has}: too little to build a node image`, fix);
      return fail(`${has}: too little for a cluster`, fix);
    },
  },
];

async function localOpenFiles(context: Context): Promise<number> {
  const { stdout } = await context.run('sh', ['-c', 'ulimit -Hn'], { allowFailure: true });
  return stdout.trim() === 'unlimited' ? Number.POSITIVE_INFINITY : Number(stdout.trim());
}

/** Of the file system that a folder is, or would be, on. */
async function freeSpace(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = path.dirname(folder);
    if (parent === folder) throw error;
    return freeSpace(parent);
  }
}
