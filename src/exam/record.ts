import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { readRecord, writePrivate } from '../host/store.ts';
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

/** What a report holds is checked where it is made; here, that there is one. */
const anObject = z.custom<never>((value) => typeof value === 'object' && value !== null);
const number = z.int().min(1);
/** What is read of it once the exam is drawn; rules for authors are checked before. */
const blueprint = z.object({
  name: z.string(),
  title: z.string(),
  minutes: z.number(),
  access: z.string(),
});
const moment = z.object({ wall: z.number(), boot: z.string(), sinceBoot: z.number() });

const schema = z.object({
  id: z.string().regex(/^[0-9a-f]+$/),
  form: z.enum(['terminal', 'answers']),
  mode: z.enum(['exam', 'training']),
  blueprint: z.custom<Blueprint>((value) => blueprint.safeParse(value).success),
  draw: z.object({
    algorithm: z.custom<Draw['algorithm']>((value) => typeof value === 'number'),
    seed: z.string(),
    bank: z.string(),
    tasks: z.array(
      z.object({
        number,
        lab: z.string(),
        seed: z.string(),
        domain: z.custom<Draw['tasks'][number]['domain']>((value) => typeof value === 'string'),
        cluster: z.string(),
      }),
    ),
    clusters: z.array(
      z.object({
        key: z.string(),
        topology: z.string(),
        kubernetes: z.string().nullable(),
        own: z.boolean(),
        memory: z.number(),
      }),
    ),
  }),
  folders: z.array(anObject),
  phase: z.enum(['preparing', 'running', 'closing', 'graded']),
  created: z.iso.datetime(),
  clock: z.object({
    begun: z.string().nullable(),
    spent: z.number(),
    at: moment.nullable(),
    setBack: z.boolean(),
  }),
  endedBy: z.custom<ExamReport['endedBy']>((value) => typeof value === 'string').nullable(),
  current: z.int(),
  clusters: z.record(
    z.string(),
    z.object({
      state: z.enum(['waiting', 'creating', 'up', 'lost']),
      name: z.string().nullable(),
      host: z.string().nullable(),
      why: z.string().nullable(),
    }),
  ),
  tasks: z.array(
    z.object({
      number,
      state: z.enum(['waiting', 'seeding', 'ready', 'lost']),
      why: z.string().nullable(),
      flagged: z.boolean(),
      seconds: z.number(),
      hints: z.int(),
      solutionSeen: z.boolean(),
      answer: z.string().nullable(),
      report: anObject.nullable(),
    }),
  ),
  remarks: z.array(z.string()),
  report: anObject.nullable(),
}) satisfies z.ZodType<ExamRecord>;

/** The exam of this world, if there is one. */
export function readExam(
  context: Pick<Context, 'paths' | 'progress'>,
): Promise<ExamRecord | undefined> {
  return readRecord<ExamRecord>(context, examFile(context), schema);
}

export async function writeExam(context: Pick<Context, 'paths'>, exam: ExamRecord): Promise<void> {
  await writePrivate(examFile(context), `${JSON.stringify(exam, null, 2)}\n`);
}

const PATIENCE = { retries: 200, factor: 1, minTimeout: 50, maxTimeout: 50 };

/** Changes the exam's record as it is now: the timekeeper and commands do so side by side. */
export async function updateExam(
  context: Pick<Context, 'paths' | 'progress'>,
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
