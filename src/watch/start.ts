import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { pause } from '../host/pause.ts';
import type { Bank } from '../lab/bank.ts';
import { type ActiveLab, activeLab } from '../session/active.ts';
import { type LabRecord, labStore, sameStart } from '../session/record.ts';

const INTERVAL_MS = 500;

/** Waits until a lab is reset or ended; false when the signal was first. */
export async function whenChanged(
  context: Context,
  record: LabRecord,
  signal: AbortSignal,
): Promise<boolean> {
  const changed = await until(signal, async () =>
    (await sameStart(context, record)) ? undefined : true,
  );
  return changed ?? false;
}

/** Waits for a lab that is being reset; undefined when it was ended, or the signal was first. */
export async function nextStart(
  context: Context,
  bank: () => Promise<Bank>,
  lab: string,
  signal: AbortSignal,
): Promise<ActiveLab | undefined> {
  const record = await until(signal, async () => {
    const now = await labStore(context).get(lab);
    return now === undefined ? 'gone' : now.phase === 'active' ? now : undefined;
  });
  if (record === undefined || record === 'gone') return undefined;
  return activeLab(context, await bank(), lab);
}

/** Asks the records on this machine until there is an answer. */
async function until<T>(
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  while (!signal.aborted) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(INTERVAL_MS, signal).catch(ignoreInterrupt);
  }
  return undefined;
}

function ignoreInterrupt(error: unknown): void {
  if (!(error instanceof Interrupted)) throw error;
}
