import type { GradedLab } from './lab.ts';
import type { CheckResult } from './verdict.ts';

export interface PartScore {
  id: string;
  score: number | null;
  max: number;
}

export interface GradeResult {
  checks: CheckResult[];
  /** False when a check ended in an error: then there is no score. */
  graded: boolean;
  score: number | null;
  max: number;
  passed: boolean;
  parts: PartScore[];
}

/** Adds up. A failed gate voids the lab's score, or its part's when it is in one. */
export function scoreOf(
  checks: CheckResult[],
  lab: Pick<GradedLab, 'passMark' | 'parts'>,
): GradeResult {
  const graded = checks.every(({ verdict }) => verdict !== 'error');
  const earned = (check: CheckResult) => earnedBy(check, checks);
  const tally = (some: readonly CheckResult[]) => ({
    score: graded ? sum(some.map(earned)) : null,
    max: sum(some.map(({ points }) => points)),
  });
  const { score, max } = tally(checks);
  return {
    checks,
    graded,
    score,
    max,
    passed: score !== null && max > 0 && score * 100 >= lab.passMark * max,
    parts: lab.parts
      .map(({ id }) => ({ id, ...tally(checks.filter(({ part }) => part === id)) }))
      .filter((part) => part.max > 0),
  };
}

type Scored = Pick<CheckResult, 'kind' | 'part' | 'points' | 'verdict'>;

/** The points that a check brings: none unless it passed, or when a gate over it failed. */
export function earnedBy(check: Scored, all: readonly Scored[]): number {
  const voided = all.some(
    ({ kind, part, verdict }) =>
      kind === 'gate' && verdict === 'failed' && (part === null || part === check.part),
  );
  return check.verdict === 'passed' && !voided ? check.points : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
