import type { LabReport } from '../report/model.ts';
import type { Applied } from './answer-apply.ts';
import { damage, type Seed } from './damage.ts';
import type { DrawnTask } from './draw.ts';
import type { ExamRecord, ExamTask } from './record.ts';

/** What answering an exam is done with. */
export interface Stage {
  read(): Promise<ExamRecord>;
  change(number: number, change: Partial<ExamTask>): Promise<void>;
  remark(text: string): Promise<void>;
  /** Whether something would be applied. */
  hasAnswer(task: DrawnTask): boolean;
  apply(task: DrawnTask): Promise<Applied>;
  /** In words why there is no report: ours, not the answer's. */
  grade(task: DrawnTask): Promise<{ report: LabReport | null; why: string | null }>;
  /** What the seeds of tasks hold; null where their cluster does not answer. */
  seeds(tasks: readonly DrawnTask[]): Promise<Map<number, Seed | null>>;
  /**
   * Removes a task that was graded from its cluster with all that its answer left there; returns what
   * of the cluster's own was put back. Throws InfrastructureError when it can't be.
   */
  clear(task: DrawnTask): Promise<string[]>;
  /** Seeds a task anew; throws InfrastructureError when it can't be. */
  reseed(task: DrawnTask): Promise<void>;
  /** Makes a cluster and its tasks from this number on anew; what can't be is lost then. */
  rebuild(key: string, from: number): Promise<void>;
  /** What went wrong, in words. Throws an interruption. */
  why(error: unknown): string;
}

/**
 * Applies each answer, grades its task at once, and sees to it that every later task is then as it
 * was seeded. Throws Interrupted; all else costs one task at most.
 */
export async function answerAll(stage: Stage): Promise<void> {
  const { tasks } = (await stage.read()).draw;
  const before = await stage.seeds(await readyOf(stage, tasks));
  for (const [index, task] of tasks.entries()) {
    if ((await readyOf(stage, [task])).length === 0) continue;
    await answer(stage, task);
    const later = tasks.slice(index + 1);
    if (!stage.hasAnswer(task) || later.length === 0) continue;
    await protect(stage, task, later, before);
  }
}

async function readyOf(stage: Stage, tasks: readonly DrawnTask[]): Promise<DrawnTask[]> {
  const exam = await stage.read();
  const ready = exam.tasks.filter(({ state }) => state === 'ready').map(({ number }) => number);
  return tasks.filter(({ number }) => ready.includes(number));
}

async function answer(stage: Stage, task: DrawnTask): Promise<void> {
  try {
    await stage.change(task.number, await stage.apply(task));
  } catch (error) {
    const why = `its answer could not be applied: ${whyOf(stage, error)}`;
    await stage.change(task.number, { why });
    return;
  }
  await stage.change(task.number, await stage.grade(task));
}

/** Makes anew what the answer to a task damaged, and tells of it. */
async function protect(
  stage: Stage,
  task: DrawnTask,
  later: readonly DrawnTask[],
  before: Map<number, Seed | null>,
): Promise<void> {
  const culprit = `the answer to task ${task.number} (${task.lab})`;
  /** Why clusters are made anew, by their keys; and the tasks whose seeds are other ones now. */
  const anew = new Map<string, string>();
  const fresh: DrawnTask[] = [];
  const ready = await readyOf(stage, later);
  if (ready.some(({ cluster }) => cluster === task.cluster)) {
    try {
      const restored = await stage.clear(task);
      if (restored.length > 0) {
        await stage.remark(`What ${culprit} changed was put back: ${some(restored)}.`);
      }
    } catch (error) {
      anew.set(task.cluster, `could not be cleaned (${whyOf(stage, error)})`);
    }
  }
  const known = ready.filter(({ number }) => (before.get(number) ?? null) !== null);
  const after = await stage.seeds(known.filter(({ cluster }) => !anew.has(cluster)));
  for (const one of known) {
    if (anew.has(one.cluster)) continue;
    const [was, is] = [before.get(one.number) ?? {}, after.get(one.number) ?? null];
    if (is === null) {
      anew.set(one.cluster, 'did not answer');
      continue;
    }
    const found = damage(was, is);
    if (found.length === 0) continue;
    try {
      await stage.reseed(one);
      fresh.push(one);
      await stage.remark(
        `Task ${one.number} (${one.lab}) was seeded anew, since it was damaged after ${culprit}: ${some(found)}.`,
      );
    } catch (error) {
      anew.set(one.cluster, `could not be seeded anew (${whyOf(stage, error)})`);
    }
  }
  for (const [key, why] of anew) {
    const on = ready.filter(({ cluster }) => cluster === key);
    const numbers = on.map(({ number }) => number);
    fresh.push(...on);
    await stage.rebuild(key, Math.min(...numbers));
    const made = (await readyOf(stage, on)).length > 0 ? 'was' : 'could not be';
    await stage.remark(
      `The cluster of ${tasksText(numbers)} ${made} made anew, since it ${why} after ${culprit}.`,
    );
  }
  if (fresh.length === 0) return;
  for (const [number, seed] of await stage.seeds(await readyOf(stage, fresh))) {
    before.set(number, seed);
  }
}

function whyOf(stage: Stage, error: unknown): string {
  return stage.why(error).replace(/\.$/, '');
}

const SHOWN = 3;

function some(found: readonly string[]): string {
  const shown = found.slice(0, SHOWN).join(', ');
  return found.length > SHOWN ? `${shown}, and ${found.length - SHOWN} more` : shown;
}

function tasksText(numbers: readonly number[]): string {
  return numbers.length === 1
    ? `task ${numbers[0]}`
    : `tasks ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}
