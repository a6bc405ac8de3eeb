import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { pause } from '../host/pause.ts';
import type { ExamReport } from '../report/exam-model.ts';
import { remaining } from './clock.ts';
import { keeperOf, lastWords } from './keep.ts';
import { settle } from './navigate.ts';
import { requireWork } from './on.ts';
import { type ExamRecord, readExam, updateExam } from './record.ts';
import type { Time } from './uptime.ts';

const LOOK_MS = 300;

/** Throws UsageError where there is nothing to submit, or no more. */
export function requireBegun(exam: ExamRecord): void {
  requireWork(exam);
  if (exam.phase !== 'preparing') return;
  throw new UsageError('The exam has not begun: its first task is coming up.', {
    next: 'End it with `cka-lab exam stop`.',
  });
}

/** Ends work: the keeper sees it, and grades. */
export function submitExam(world: Context, time: Time): Promise<ExamRecord> {
  return updateExam(world, (exam) => {
    requireBegun(exam);
    const now = time();
    settle(exam, now);
    const left = remaining(exam.clock, exam.blueprint.minutes, now);
    exam.endedBy = left > 0 ? 'submitted' : 'deadline';
  });
}

/** Waits for the report. Throws InfrastructureError when the keeper ended without one. */
export function untilGraded(world: Context, { id }: Pick<ExamRecord, 'id'>): Promise<ExamReport> {
  return world.progress.step('Grading the exam', async () => {
    for (;;) {
      const keeper = await keeperOf(world);
      const exam = await readExam(world);
      if (exam?.id === id && exam.report) return exam.report;
      if (exam?.id !== id) {
        throw new InfrastructureError('The exam was ended meanwhile, without a grade.');
      }
      if (!keeper) {
        throw new InfrastructureError(`The exam was not graded: ${await lastWords(world)}`, {
          next: 'Try again with `cka-lab exam result`.',
        });
      }
      await pause(LOOK_MS, world.signal);
    }
  });
}

/** What a person should know before submitting; undefined where nothing is left to do. */
export function unfinished({ tasks }: Pick<ExamRecord, 'tasks'>): string | undefined {
  const coming = tasks.filter(({ state }) => state === 'waiting' || state === 'seeding');
  const flagged = tasks.filter((task) => task.flagged);
  const parts = [
    ...(coming.length > 0 ? [`${list(coming)} coming up, and can't be graded yet`] : []),
    ...(flagged.length > 0 ? [`${list(flagged)} flagged`] : []),
  ];
  return parts.length > 0 ? `${parts.join('; ')}.` : undefined;
}

/** `Task 3 is`, `Tasks 3, 5 are` */
function list(tasks: readonly { number: number }[]): string {
  const numbers = tasks.map(({ number }) => number).join(', ');
  return tasks.length === 1 ? `Task ${numbers} is` : `Tasks ${numbers} are`;
}
