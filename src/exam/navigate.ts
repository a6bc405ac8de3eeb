import { UsageError } from '../errors.ts';
import { advance, type Moment, stopped } from './clock.ts';
import { type ExamRecord, type ExamTask, taskIn } from './record.ts';

export const SET_BACK =
  'The clock of this machine was set back during the exam; that gave no time.';

const UNSEEN = 'The clock of this machine went further than the machine ran by ';

/** Tells of time that the machine slept, or by which its clock was set forward. */
function unseenText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const text = seconds < 600 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${UNSEEN}${text}, as when it sleeps; that time counts.`;
}

/**
 * Writes into the record what time was spent until now, and on which task. Nothing is spent once
 * work has ended.
 */
export function settle(exam: ExamRecord, now: Moment): void {
  if (exam.phase !== 'running' || exam.endedBy !== null) return;
  const before = exam.clock;
  exam.clock = stopped(advance(before, now), exam.blueprint.minutes);
  const task = taskIn(exam, exam.current);
  // Whole seconds, so that those of all tasks add up to what was spent.
  if (task) task.seconds += seconds(exam.clock.spent) - seconds(before.spent);
  if (exam.clock.setBack && !exam.remarks.includes(SET_BACK)) exam.remarks.push(SET_BACK);
  const { unseen = 0 } = exam.clock;
  if (unseen === (before.unseen ?? 0)) return;
  exam.remarks = exam.remarks.filter((remark) => !remark.startsWith(UNSEEN));
  exam.remarks.push(unseenText(unseen));
}

/** Makes a task the current one. Throws UsageError for a number that the exam hasn't. */
export function goTo(exam: ExamRecord, number: number, now: Moment): ExamTask {
  const task = taskOf(exam, number);
  settle(exam, now);
  exam.current = number;
  return task;
}

/** Flags a task to come back to, or takes the flag off. Throws UsageError as goTo does. */
export function toggleFlag(exam: ExamRecord, number: number = exam.current): ExamTask {
  const task = taskOf(exam, number);
  task.flagged = !task.flagged;
  return task;
}

/** The number after the current one; undefined at the last task. */
export function nextNumber(exam: ExamRecord): number | undefined {
  return taskIn(exam, exam.current + 1)?.number;
}

export function taskOf(exam: ExamRecord, number: number = exam.current): ExamTask {
  const task = taskIn(exam, number);
  if (task) return task;
  throw new UsageError(`This exam has no task ${number}.`, {
    next: `Its tasks are 1 to ${exam.tasks.length}; \`cka-lab exam status\` lists them.`,
  });
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
