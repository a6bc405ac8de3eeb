import { z } from 'zod';
import type { ExamReport } from '../report/exam-model.ts';
import type { LabReport } from '../report/model.ts';

/** Version of a line; a change that breaks a reader raises it. */
const HISTORY_SCHEMA = 1;

const points = z.number().min(0);
const kept = {
  history: z.literal(HISTORY_SCHEMA),
  seed: z.string(),
  /** ISO 8601 */
  started: z.iso.datetime(),
  ended: z.iso.datetime(),
  /** Worked, from the start until the result. */
  seconds: z.number().min(0),
  passed: z.boolean(),
};

const labSchema = z.object({
  ...kept,
  kind: z.literal('lab'),
  lab: z.string().min(1),
  title: z.string(),
  /** Null in lines of a version that did not write it. */
  domain: z.string().nullable(),
  part: z.string().nullable(),
  mode: z.enum(['training', 'exam']),
  /** Id of the exam that it was a task of. */
  exam: z.string().nullable(),
  digest: z.string(),
  hints: z.int().min(0),
  solutionSeen: z.boolean(),
  /** False when a check ended in an error: then there is no score. */
  graded: z.boolean(),
  score: points.nullable(),
  max: points,
});

const examSchema = z.object({
  ...kept,
  kind: z.literal('exam'),
  exam: z.string().min(1),
  blueprint: z.string().min(1),
  title: z.string(),
  mode: z.enum(['training', 'exam']),
  form: z.enum(['terminal', 'answers']),
  /** Null when a task could not be graded. */
  percent: z.number().min(0).nullable(),
  passMark: z.number(),
  domains: z.array(
    z.object({
      domain: z.string(),
      weight: z.number(),
      tasks: z.number(),
      score: points.nullable(),
      max: points,
    }),
  ),
});

const lineSchema = z.discriminatedUnion('kind', [labSchema, examSchema]);

/** A result of one lab. */
export type HistoryLab = z.output<typeof labSchema>;
/** A result of a whole exam. */
export type HistoryExam = z.output<typeof examSchema>;
export type HistoryLine = HistoryLab | HistoryExam;

/** What an exam knows of one of its tasks and the lab's report does not. */
export interface InExam {
  /** Id of the exam. */
  exam: string;
  /** Spent on the task. */
  seconds: number;
}

/** The line of a lab's result. Parts of the report that a history does not need are left out. */
export function labLine(report: LabReport, extra?: InExam): HistoryLab {
  const line: HistoryLab = {
    ...report,
    history: HISTORY_SCHEMA,
    kind: 'lab',
    // Reports of older versions say none.
    domain: report.domain ?? null,
    exam: extra?.exam ?? null,
    seconds: extra?.seconds ?? secondsBetween(report),
  };
  return labSchema.parse(line);
}

/** The line of an exam's result; those of its tasks are lines of their own. */
export function examLine(report: ExamReport): HistoryExam {
  const seconds = secondsBetween(report);
  const line: HistoryExam = { ...report, history: HISTORY_SCHEMA, kind: 'exam', seconds };
  return examSchema.parse(line);
}

/** Reads a line; undefined when it is none, or one of a later version. */
export function parseLine(text: string): HistoryLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isReport(value) ? labLine(value) : lineSchema.parse(value);
  } catch {
    return undefined; // such as one that a full disk cut short
  }
}

/** Older versions kept the whole report of a lab. */
function isReport(value: unknown): value is LabReport {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === 1;
}

/** A clock that was set back makes no negative time. */
function secondsBetween({ started, ended }: { started: string; ended: string }): number {
  return Math.max(0, Math.round((Date.parse(ended) - Date.parse(started)) / 1000));
}
