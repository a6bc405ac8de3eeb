// Symbol.for: a grader and the tool may hold two instances of this module.
const OUTCOME: unique symbol = Symbol.for('cka-lab.outcome') as never;

export interface Passed {
  readonly [OUTCOME]: true;
  readonly verdict: 'passed';
}

export interface Failed {
  readonly [OUTCOME]: true;
  readonly verdict: 'failed';
  readonly expected: string;
  readonly actual: string;
  /** What may have caused it, or why it matters. */
  readonly why?: string;
}

/** All that a check may return. An error is thrown; 'skipped' comes from `after` alone. */
export type Outcome = Passed | Failed;

export type Verdict = 'passed' | 'failed' | 'error' | 'skipped';

/** One check's or gate's result, as reports show it. Null: there is nothing to say. */
export interface CheckResult {
  id: string;
  kind: 'check' | 'gate';
  part: string | null;
  /** What it is worth; 0 for a gate. */
  points: number;
  verdict: Verdict;
  title: string;
  expected: string | null;
  actual: string | null;
  why: string | null;
  milliseconds: number;
}

/** The cluster is as the check wants it. */
export function passed(): Passed {
  return { [OUTCOME]: true, verdict: 'passed' };
}

/** The learner's: what was wanted and what is there, each readable as a sentence. */
export function failed(found: { expected: string; actual: string; why?: string }): Failed {
  return { [OUTCOME]: true, verdict: 'failed', ...found };
}

export function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && OUTCOME in value;
}

export function isFailed(value: unknown): value is Failed {
  return isOutcome(value) && value.verdict === 'failed';
}
