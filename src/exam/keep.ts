import { rm } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { detach, end, lives, markOf, type ProcessMark } from '../host/detach.ts';
import { packageRoot } from '../host/paths.ts';
import { pause } from '../host/pause.ts';
import { readKept, readText, writePrivate } from '../host/store.ts';

const STALE_MS = 10_000;
const LOOK_MS = 200;
/** So often a lock's owner is looked for before the lock counts as left behind. */
const LOOKS = 5;

/** The files of an exam's timekeeper. */
export function keeperFiles({ paths }: Pick<Context, 'paths'>) {
  const file = (name: string) => path.join(paths.state, name);
  return { lock: file('keeper'), owner: file('keeper.json'), log: file('keeper.log') };
}

// A number below 1 would mean a group of processes, or all.
const schema = z.object({
  pid: z.int().min(1),
  started: z.string(),
}) satisfies z.ZodType<ProcessMark>;

/** The process that keeps the exam, while it lives. */
export async function keeperOf(world: Pick<Context, 'paths'>): Promise<ProcessMark | undefined> {
  const mark = await readKept<ProcessMark>(keeperFiles(world).owner, schema);
  return mark && lives(mark) ? mark : undefined;
}

/**
 * Runs `work` as the one keeper of the exam; returns false at once when another process is. `work`
 * must end when its signal is aborted: then another one took over.
 */
export async function asKeeper(
  world: Pick<Context, 'paths' | 'signal'>,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const { owner } = keeperFiles(world);
  const lost = new AbortController();
  const release = await hold(world, () => lost.abort());
  if (!release) return false;
  try {
    const own = markOf(process.pid);
    if (own) await writePrivate(owner, `${JSON.stringify(own)}\n`);
    await work(AbortSignal.any([world.signal, lost.signal]));
    return true;
  } finally {
    if (!lost.signal.aborted) await rm(owner, { force: true });
    await release().catch(() => {});
  }
}

/** Holds the lock; undefined when a process that lives holds it. */
async function hold(
  world: Pick<Context, 'paths' | 'signal'>,
  onCompromised: () => void,
): Promise<(() => Promise<void>) | undefined> {
  const { lock } = keeperFiles(world);
  const options = { realpath: false, stale: STALE_MS, update: STALE_MS / 4, onCompromised };
  for (let looks = 1; ; looks += 1) {
    try {
      return await lockfile.lock(lock, options);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ELOCKED') throw error;
    }
    if (await keeperOf(world)) return undefined;
    // Left by one that was killed. How old it is says nothing on a machine whose clock was set back.
    if (looks % LOOKS === 0) await rm(`${lock}.lock`, { recursive: true, force: true });
    await pause(LOOK_MS, world.signal);
  }
}

/** A keeper that has not come to its work after this has something to wait for. */
const UP_WITHIN_MS = 10_000;

/**
 * Sees to it that the exam is kept: after a reboot, or when its keeper was killed, another one is
 * started, which goes on from the record. Returns once it is at work, or has ended again.
 */
export async function wakeKeeper(world: Context): Promise<void> {
  if (await keeperOf(world)) return;
  const { log } = keeperFiles(world);
  const started = markOf(
    await detach(path.join(packageRoot, 'cka-lab'), ['exam', 'keep'], { log }),
  );
  for (let waited = 0; waited < UP_WITHIN_MS; waited += LOOK_MS) {
    if ((await keeperOf(world)) || !started || !lives(started)) return;
    await pause(LOOK_MS, world.signal);
  }
}

/** Ends the keeper of the exam, if there is one; what it was at is undone, or gone on with later. */
export async function endKeeper(world: Context): Promise<void> {
  const keeper = await keeperOf(world);
  if (keeper) await end(keeper, world.signal);
}

/** The line with which a keeper begins in its log. */
export function firstWords(time: string): string {
  return `${BEGINNING}${time}.`;
}

const BEGINNING = 'Keeping the exam since ';

/** What the last keeper said at its end. */
export async function lastWords(world: Pick<Context, 'paths'>): Promise<string> {
  const lines = ((await readText(keeperFiles(world).log)) ?? '').trim().split('\n');
  const own = lines.slice(lines.findLastIndex((line) => line.startsWith(BEGINNING)) + 1);
  const error = own.findLastIndex((line) => line.startsWith('Error: '));
  if (error >= 0)
    return own
      .slice(error)
      .join('\n')
      .replace(/^Error: /, '');
  return ['Its keeper ended without a word; it may have been killed.', ...own.slice(-3)].join('\n');
}
