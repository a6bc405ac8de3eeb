/** Version of the JSON form; a change that breaks a reader raises it. */
export const VERIFIED_SCHEMA = 1;

/**
 * `different`: the lab, its grader or a script is not as lab.yaml says.
 * `error`: the run could not be done; that says nothing about the lab.
 */
export type Outcome = 'as-expected' | 'different' | 'error';

/** One run of a lab's proof. */
export interface VerifiedRun {
  lab: string;
  seed: string;
  /** untouched, solution, graded-again, cut, destroyed, right/<name>, wrong/<name> */
  run: string;
  outcome: Outcome;
  expected: string;
  actual: string;
  milliseconds: number;
}

export interface Totals {
  runs: number;
  asExpected: number;
  different: number;
  error: number;
}

export interface VerifiedLab extends Totals {
  lab: string;
  title: string;
  /** From the start of its first run to the end of its last one. */
  milliseconds: number;
}

/** What `verify` found. Every form of it is a pure function of this. */
export interface VerifyReport {
  schema: typeof VERIFIED_SCHEMA;
  tool: { name: 'cka-lab'; version: string };
  /** ISO 8601 */
  started: string;
  milliseconds: number;
  seeds: readonly string[];
  labs: readonly VerifiedLab[];
  runs: readonly VerifiedRun[];
  totals: Totals;
}

export function totalsOf(runs: readonly Pick<VerifiedRun, 'outcome'>[]): Totals {
  const count = (outcome: Outcome) => runs.filter((run) => run.outcome === outcome).length;
  return {
    runs: runs.length,
    asExpected: count('as-expected'),
    different: count('different'),
    error: count('error'),
  };
}
