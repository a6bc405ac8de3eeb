import { clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { wakeKeeper } from './keep.ts';
import { type ExamRecord, readExam } from './record.ts';

/**
 * The exam of this world, be it graded; undefined when there is none. One that must still be kept is
 * kept from here on: its keeper may have been killed, or the machine booted.
 */
export async function examOn(world: Context): Promise<ExamRecord | undefined> {
  const exam = await readExam(world);
  if (!exam) return undefined;
  const left = exam.phase === 'graded' && (await clusterStore(world).all()).length > 0;
  if (exam.phase !== 'graded' || left) await wakeKeeper(world);
  return exam;
}

/** The same. Throws UsageError when there is none. */
export async function requireExamOn(world: Context): Promise<ExamRecord> {
  const exam = await examOn(world);
  if (exam) return exam;
  throw new UsageError('No exam is on.', { next: 'Start one with `cka-lab exam start`.' });
}

/** Throws UsageError once work has ended. */
export function requireWork({ phase, endedBy }: Pick<ExamRecord, 'phase' | 'endedBy'>): void {
  if (phase === 'graded') {
    throw new UsageError('This exam has ended.', {
      next: '`cka-lab exam result` shows its report; `cka-lab exam start` begins another one.',
    });
  }
  if (phase === 'closing' || endedBy !== null) {
    throw new UsageError('Work on this exam has ended; it is being graded.', {
      next: '`cka-lab exam result` waits for the report.',
    });
  }
}

/** Throws UsageError where `what` must wait until the exam is graded, such as 'hints'. */
export function requireHelp({ mode, phase }: ExamRecord, what: string): void {
  if (mode === 'training' || phase === 'graded') return;
  throw new UsageError(`In exam mode there are no ${what} until the exam is graded.`, {
    next: 'End it with `cka-lab exam submit`, or take one with `--mode training`.',
  });
}
