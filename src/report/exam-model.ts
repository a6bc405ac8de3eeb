import type { LabReport } from './model.ts';

/** Version of the JSON form of an exam's report; a change that breaks a reader raises it. */
export const EXAM_REPORT_SCHEMA = 1;

/** The result of a whole exam. Every form of a report is a pure function of it. */
export interface ExamReport {
  schema: typeof EXAM_REPORT_SCHEMA;
  tool: { name: 'cka-lab'; version: string };
  /** Random, in hexadecimal. */
  exam: string;
  blueprint: string;
  title: string;
  mode: 'exam' | 'training';
  /** Taken at a terminal, or from a folder of answers. */
  form: 'terminal' | 'answers';
  seed: string;
  /** Version of the algorithm that drew the tasks, and digest of the bank that they came from. */
  algorithm: number;
  bank: string;
  /** Minutes that the exam lasts. */
  minutes: number;
  /** Percent that pass. */
  passMark: number;
  /** ISO 8601: when the clock began, when work ended, when grading ended. */
  started: string;
  ended: string;
  graded: string;
  endedBy: 'submitted' | 'deadline' | 'answers';
  /** Seconds between the end of work and the start of grading, where that was late; else 0. */
  lateSeconds: number;
  /** Percent, by the domains' weights; null when a task could not be graded. */
  percent: number | null;
  passed: boolean;
  domains: ExamDomain[];
  tasks: ExamTaskReport[];
  /** What a reader should know: a clock set back, a damaged lab that was rebuilt, and the like. */
  remarks: string[];
}

export interface ExamDomain {
  domain: string;
  /** Percent of the whole. */
  weight: number;
  tasks: number;
  /** Points; null when one of its tasks could not be graded. */
  score: number | null;
  max: number;
}

export interface ExamTaskReport {
  number: number;
  lab: string;
  title: string;
  domain: string;
  seed: string;
  /** Percent of the whole exam that the task is worth. */
  weight: number;
  /** Points that the lab gives. */
  max: number;
  /** Seconds that were spent on it. */
  seconds: number;
  flagged: boolean;
  /** The lab's result; null when there is none. */
  report: LabReport | null;
  /** Why there is no result, or no score: ours, not the learner's. */
  error: string | null;
  /** What became of the answer, in the form with answers: it failed, took too long, was missing. */
  answer: string | null;
}
