import type { Difference } from '../kube/difference.ts';

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
  /** In words what is there instead; what differs from a former state says it as data. */
  readonly actual?: string;
  readonly differences?: readonly Difference[];
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
  differences: readonly Difference[] | null;
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

/** The learner's: something is not as it was, or as it is given elsewhere. */
export function differing(expected: string, differences: readonly Difference[]): Failed {
  return { [OUTCOME]: true, verdict: 'failed', expected, differences };
}

/** The same; passed where nothing differs. */
export function sameAs(expected: string, differences: readonly Difference[]): Outcome {
  return differences.length === 0 ? passed() : differing(expected, differences);
}

/** Several failures as one; what is said twice is said once. Passed where there is none. */
export function joined(outcomes: readonly Outcome[]): Outcome {
  const wrong = outcomes.filter(isFailed);
  const [first] = wrong;
  if (!first) return passed();
  const actual = told(wrong.map((one) => one.actual));
  const differences = wrong.flatMap((one) => one.differences ?? []);
  const why = wrong.map((one) => one.why).find((text) => text !== undefined);
  return {
    [OUTCOME]: true,
    verdict: 'failed',
    expected: told(wrong.map((one) => one.expected)) ?? '',
    ...(actual === undefined ? {} : { actual }),
    ...(differences.length === 0 ? {} : { differences }),
    ...(why === undefined ? {} : { why }),
  };
}

function told(texts: readonly (string | undefined)[]): string | undefined {
  const said = new Set(texts.filter((text) => text !== undefined));
  return said.size === 0 ? undefined : [...said].join('; ');
}

export function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && OUTCOME in value;
}

export function isFailed(value: unknown): value is Failed {
  return isOutcome(value) && value.verdict === 'failed';
}
