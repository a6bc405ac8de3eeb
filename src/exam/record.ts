import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import type { Context } from '../context.ts';
import { readText, writePrivate } from '../host/store.ts';
import type { LabFolders } from '../lab/bank.ts';
import type { ExamReport } from '../report/exam-model.ts';
import type { LabReport } from '../report/model.ts';
import type { Blueprint } from './blueprint.ts';
import type { Clock } from './clock.ts';
import type { Draw } from './draw.ts';

/** An exam that was started. Kept on the host, out of reach of what the learner works on. */
export interface ExamRecord {
  /** Random, in hexadecimal. */
  id: string;
  form: 'terminal' | 'answers';
  mode: 'exam' | 'training';
  blueprint: Blueprint;
  draw: Draw;
  /** Where labs that came by --labs are. */
  folders: readonly LabFolders[];
  /**
   * preparing: until the first task can be worked on; running: the clock runs; closing: work has
   * ended, and is graded; graded: the report is there.
   */
  phase: 'preparing' | 'running' | 'closing' | 'graded';
  /** ISO 8601. */
  created: string;
  clock: Clock;
  endedBy: ExamReport['endedBy'] | null;
  /** Number of the task that the learner is at. */
  current: number;
  /** By the key of Draw.clusters. */
  clusters: Record<string, ExamCluster>;
  tasks: ExamTask[];
  remarks: string[];
  /** Once it is graded. */
  report: ExamReport | null;
}

export interface ExamCluster {
  state: 'waiting' | 'creating' | 'up' | 'lost';
  /** Of its ClusterRecord, once that exists. */
  name: string | null;
  /** Name of the exam host on it. */
  host: string | null;
  /** Why it was lost. */
  why: string | null;
}

export interface ExamTask {
  number: number;
  state: 'waiting' | 'seeding' | 'ready' | 'lost';
  /** Why it was lost: ours, not the learner's. */
  why: string | null;
  flagged: boolean;
  /** Seconds that were spent on it. */
  seconds: number;
  hints: number;
  solutionSeen: boolean;
  /** What became of the answer, in the form with answers. */
  answer: string | null;
  report: LabReport | null;
}

/** A cluster of which nothing is there. */
export function notMade(): ExamCluster {
  return { state: 'waiting', name: null, host: null, why: null };
}

/** A task by its number, as the record has it; undefined when there is none. */
export function taskIn({ tasks }: Pick<ExamRecord, 'tasks'>, number: number): ExamTask | undefined {
  return tasks.find((task) => task.number === number);
}

export function examFile({ paths }: Pick<Context, 'paths'>): string {
  return path.join(paths.state, 'exam.json');
}

/** The exam of this world, if there is one. */
export async function readExam(context: Pick<Context, 'paths'>): Promise<ExamRecord | undefined> {
  const text = await readText(examFile(context));
  return text === undefined ? undefined : (JSON.parse(text) as ExamRecord);
}

export async function writeExam(context: Pick<Context, 'paths'>, exam: ExamRecord): Promise<void> {
  await writePrivate(examFile(context), `${JSON.stringify(exam, null, 2)}\n`);
}

const PATIENCE = { retries: 200, factor: 1, minTimeout: 50, maxTimeout: 50 };

/** Changes the exam's record as it is now: the timekeeper and commands do so side by side. */
export async function updateExam(
  context: Pick<Context, 'paths'>,
  change: (exam: ExamRecord) => void,
): Promise<ExamRecord> {
  await mkdir(context.paths.state, { recursive: true, mode: 0o700 });
  const release = await lockfile.lock(examFile(context), {
    realpath: false,
    // Sooner than patience ends: a keeper that was killed may have held it.
    stale: 5000,
    retries: PATIENCE,
  });
  try {
    const exam = await readExam(context);
    if (!exam) throw new Error('there is no exam whose record could be changed');
    change(exam);
    await writeExam(context, exam);
    return exam;
  } finally {
    await release();
  }
}
