import type { Context } from '../context.ts';
import { Interrupted, KnownError, messageOf } from '../errors.ts';
import { type ExamCluster, type ExamTask, notMade, taskIn, updateExam } from './record.ts';

/** What is ours to tell; an interruption is thrown. */
export function whyLost(context: Context, error: unknown): string {
  // A request that was cut off by an interruption fails in its own words.
  if (error instanceof Interrupted || context.signal.aborted) throw new Interrupted();
  if (!(error instanceof KnownError) && error instanceof Error) {
    context.progress.note(error.stack ?? error.message);
  }
  return messageOf(error);
}

/** Changes what the exam's record says of a cluster. */
export async function setCluster(
  context: Context,
  key: string,
  change: Partial<ExamCluster>,
): Promise<void> {
  await updateExam(context, ({ clusters }) => {
    clusters[key] = {
      ...(clusters[key] ?? notMade()),
      ...change,
    };
  });
}

/** Changes what the exam's record says of a task. */
export async function setTask(
  context: Context,
  number: number,
  change: Partial<ExamTask>,
): Promise<void> {
  await updateExam(context, (exam) => {
    const task = taskIn(exam, number);
    if (task) Object.assign(task, change);
  });
}

/**
 * Notes that a cluster is lost, and with it every task on it; one whose answer was graded already
 * keeps its result.
 */
export async function loseCluster(context: Context, key: string, why: string): Promise<void> {
  await updateExam(context, (exam) => {
    const cluster = exam.clusters[key];
    if (cluster) Object.assign(cluster, { state: 'lost', why });
    for (const { number, cluster: on } of exam.draw.tasks) {
      const task = taskIn(exam, number);
      if (on !== key || !task || (exam.form === 'answers' && task.report)) continue;
      Object.assign(task, { state: 'lost', why });
    }
  });
}
