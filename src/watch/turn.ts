import type { Verdict } from '../grading/verdict.ts';
import type { LabReport, ReportedCheck } from '../report/model.ts';

/** A check whose verdict is another than before. */
export interface Turn {
  from: Verdict;
  /** As it is now. */
  check: ReportedCheck;
  /** Milliseconds since the epoch. */
  at: number;
}

export function turnsOf(before: LabReport | undefined, after: LabReport): Turn[] {
  const at = Date.parse(after.ended);
  return after.checks.flatMap((check) => {
    const from = before?.checks.find(({ id }) => id === check.id)?.verdict;
    return from === undefined || from === check.verdict ? [] : [{ from, check, at }];
  });
}

/** Local time, '20:31:05'. */
export function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
