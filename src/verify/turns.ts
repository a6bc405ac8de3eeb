import { readFile } from 'node:fs/promises';
import os from 'node:os';

/** Does a piece of work once the machine can bear it beside what goes on. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** How the machine is looked at. */
export interface Load {
  /** How many programs want a core just now; undefined where nobody can tell. */
  runnable: () => Promise<number | undefined>;
  /** Waits so many milliseconds. */
  wait: (milliseconds: number) => Promise<void>;
}

const SAMPLES = 5;
/** The number jumps: it is averaged over these together. */
const BETWEEN_SAMPLES_MS = 20;
const AGAIN_AFTER_MS = 200;
/** With more programs than this for each core, what a grader asks may come too late. */
const PER_CORE = 2;

/**
 * Lets work begin while at most `most` programs want a core, one piece after the other, since what has
 * just begun must show in the number first. Work begins in any case when none goes on.
 */
export function createTurns({ runnable, wait }: Load, most = PER_CORE * os.cpus().length): Turn {
  let going = 0;
  let last: Promise<void> = Promise.resolve();
  const isBusy = async () => {
    let sum = 0;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const now = await runnable();
      if (now === undefined) return false;
      sum += now;
      await wait(BETWEEN_SAMPLES_MS);
    }
    return sum / SAMPLES > most;
  };
  const begin = async () => {
    while (going > 0 && (await isBusy())) await wait(AGAIN_AFTER_MS);
    going += 1;
  };
  return async (work) => {
    const mine = last.then(begin);
    last = mine.catch(() => {});
    await mine;
    try {
      return await work();
    } finally {
      going -= 1;
    }
  };
}

/** Programs that run or want to on this machine: Linux tells, others don't. */
export async function runnableHere(file = '/proc/stat'): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const count = /^procs_running (\d+)$/m.exec(text)?.[1];
  return count === undefined ? undefined : Number(count);
}
