import type { LabReport } from '../report/model.ts';
import { clock, type Turn } from './turn.ts';

/** Where a watch shows what it sees. */
export interface Display {
  /** The first result, or the first one after a reset. */
  begin(report: LabReport): void;
  /** A later one, with what turned; there may be nothing that did. */
  update(report: LabReport, turns: readonly Turn[]): void;
  /** A sentence about the lab. */
  note(text: string): void;
  /** Leaves the last result where it is. */
  end(): void;
}

export type Write = (text: string) => void;

/** Without a terminal: a line for each turn. Sentences go to `remark`. */
export function linesDisplay(out: Write, remark: Write): Display {
  return {
    begin(report) {
      const at = clock(Date.parse(report.ended));
      for (const { id, verdict } of report.checks) out(`${at} ${id}: ${verdict}`);
      out(`${at} ${scoreInWords(report)}`);
    },
    update(report, turns) {
      for (const { at, from, check } of turns) {
        out(`${clock(at)} ${check.id}: ${from} → ${check.verdict}`);
      }
      const last = turns.at(-1);
      if (last) out(`${clock(last.at)} ${scoreInWords(report)}`);
    },
    note: remark,
    end: () => {},
  };
}

function scoreInWords({ score, max, passed }: LabReport): string {
  if (score === null) return 'not graded: a check could not look';
  return `score ${score} of ${max}, ${passed ? 'passed' : 'not passed'}`;
}

/** For programs: one JSON object a line, the whole state first. */
export function jsonDisplay(out: Write, remark: Write): Display {
  return {
    begin: (report) => out(JSON.stringify({ type: 'state', time: report.ended, report })),
    update({ lab, graded, score, max, passed }, turns) {
      for (const { at, from, check } of turns) {
        const time = new Date(at).toISOString();
        out(
          JSON.stringify({
            type: 'turn',
            time,
            lab,
            from,
            to: check.verdict,
            check,
            graded,
            score,
            max,
            passed,
          }),
        );
      }
    },
    note: remark,
    end: () => {},
  };
}
