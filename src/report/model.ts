import type { CheckResult } from '../grading/verdict.ts';

/** Version of the JSON form; a change that breaks a reader raises it. */
export const REPORT_SCHEMA = 1;

/** The result of grading one lab. Every form of a report is a pure function of it. */
export interface LabReport {
  schema: typeof REPORT_SCHEMA;
  tool: { name: 'cka-lab'; version: string };
  lab: string;
  title: string;
  /** SHA-256 over the lab's files and its grader. */
  digest: string;
  seed: string;
  /** The part that was graded; null: all of them. */
  part: string | null;
  mode: 'training';
  cluster: { name: string; kubernetes: string; cni: string };
  /** ISO 8601; when the lab was started, and when grading ended. */
  started: string;
  ended: string;
  hints: number;
  solutionSeen: boolean;
  /** False when a check ended in an error: then there is no score. */
  graded: boolean;
  score: number | null;
  max: number;
  /** Percent of max that is needed. */
  passMark: number;
  passed: boolean;
  parts: { id: string; title: string; score: number | null; max: number }[];
  checks: ReportedCheck[];
  links: { title: string; url: string }[];
}

export type ReportedCheck = Omit<CheckResult, 'milliseconds'>;
