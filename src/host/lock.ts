import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { isStopped, lives, markOf } from './detach.ts';
import { pause } from './pause.ts';
import { readKept, writePrivate } from './store.ts';

/** A lock without a sign of life is left behind where its owner is gone, too. */
const STALE_MS = 10_000;
const SIGN_OF_LIFE_MS = 2500;
/** While its owner lives a lock is never left behind: it may be stopped by Ctrl-Z, or asleep. */
const NEVER_MS = 365 * 24 * 3_600_000;
const LOOK_MS = 250;

/** Who holds the lock. */
const schema = z.object({
  pid: z.int().min(1),
  /** See ProcessMark. */
  started: z.string(),
  /** As it was typed. */
  command: z.string(),
  /** ISO 8601. */
  since: z.iso.datetime(),
});

type Holder = z.infer<typeof schema>;

/**
 * Runs `work` while this process alone may change clusters and labs. Another command that is at
 * it is waited for; a lock whose owner died is taken over after 10 s without a sign of life.
 * What takes minutes and changes neither is done outside, as `alone`.
 */
export function exclusively<T>(context: Context, work: () => Promise<T>): Promise<T> {
  return holding(context, context.paths.state, work);
}

/**
 * Runs `work` while no other command of this user is at the same part of set-up, such as an image:
 * other parts, clusters and labs go on. Looks for what another command made meanwhile are the work's.
 */
export function alone<T>(context: Context, part: string, work: () => Promise<T>): Promise<T> {
  return holding(context, path.join(context.paths.cache, 'locks', part), work);
}

/** The part of set-up that installs packages: apt refuses two at once. */
export const PACKAGES = 'packages';

async function holding<T>(context: Context, folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const release = await acquire(context, folder);
  try {
    await tellHolder(context, folder);
    return await work();
  } finally {
    await rm(holderFile(folder), { force: true });
    // Lost while this machine slept: what was done is done.
    await release().catch(() => {});
  }
}

async function acquire(context: Context, folder: string): Promise<() => Promise<void>> {
  const taken = await attempt(folder);
  if (typeof taken === 'function') return taken;
  return context.progress.step(waitingText(taken), async (update) => {
    let known = taken?.pid;
    for (;;) {
      const again = await attempt(folder);
      if (typeof again === 'function') return again;
      if (again && again.pid !== known) update(waitingText(again));
      known = again?.pid;
      await pause(LOOK_MS, context.signal);
    }
  });
}

/** What gives the lock back; or, where another process has it, who that is, if it says so. */
async function attempt(folder: string): Promise<(() => Promise<void>) | Holder | undefined> {
  const holder = await readKept(holderFile(folder), schema);
  const owner = holder && lives(holder) ? holder : undefined;
  try {
    return await lockfile.lock(folder, {
      stale: owner ? NEVER_MS : STALE_MS,
      update: SIGN_OF_LIFE_MS,
      onCompromised,
    });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ELOCKED') throw error;
    return owner;
  }
}

function holderFile(folder: string): string {
  return path.join(folder, 'lock.json');
}

async function tellHolder(context: Context, folder: string): Promise<void> {
  const mark = markOf(process.pid);
  if (!mark) return;
  const since = new Date(context.now()).toISOString();
  const holder: Holder = { ...mark, command: context.command ?? 'cka-lab', since };
  await writePrivate(holderFile(folder), JSON.stringify(holder));
}

function waitingText(holder: Holder | undefined): string {
  if (!holder) return 'Waiting for another cka-lab command to end';
  const { pid, command, since } = holder;
  const stopped = isStopped(pid) ? `; it is stopped, and \`kill -CONT ${pid}\` lets it go on` : '';
  return `Waiting for \`${command}\` (process ${pid}, since ${clock(since)}; \`kill ${pid}\` ends it${stopped})`;
}

function clock(iso: string): string {
  return new Date(iso).toTimeString().slice(0, 5);
}

// A suspended laptop misses its signs of life; the records say what to undo, so work may go on.
function onCompromised(): void {}
