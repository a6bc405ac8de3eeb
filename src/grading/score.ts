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
  const voids = (part: string | null) =>
    checks.some(
      (check) => check.kind === 'gate' && check.verdict === 'failed' && check.part === part,
    );
  const earned = (check: CheckResult) =>
    check.verdict !== 'passed' || voids(null) || (check.part !== null && voids(check.part))
      ? 0
      : check.points;
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
