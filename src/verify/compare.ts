import type { LabReport } from '../report/model.ts';
import type { Expectation } from './runs.ts';

/** Expected and actual of a run, in the same words: the run is good when they are equal. */
export interface Comparison {
  expected: string;
  actual: string;
}

export function compare(expects: Expectation, report: LabReport): Comparison {
  switch (expects.kind) {
    case 'untouched':
      return { expected: '0 points', actual: pointsOf(report) };
    case 'right':
      return {
        expected: `${report.max} points`,
        actual: [pointsOf(report), ...failures(report)].join(', '),
      };
    case 'wrong':
      return {
        expected: failing([...expects.fails]),
        actual: [failing(idsOf(report, 'failed')), ...errors(report)].join(', '),
      };
    case 'destroyed':
      return {
        expected: '0 points, something failed',
        actual: [
          pointsOf(report),
          idsOf(report, 'failed').length > 0 ? 'something failed' : 'nothing failed',
        ].join(', '),
      };
    case 'cut':
      return {
        expected: 'not graded, nothing failed',
        actual: [
          report.graded ? pointsOf(report) : 'not graded',
          idsOf(report, 'failed').length > 0 ? failing(idsOf(report, 'failed')) : 'nothing failed',
        ].join(', '),
      };
  }
}

function pointsOf(report: LabReport): string {
  return report.score === null
    ? ['not graded', ...errors(report)].join(', ')
    : `${report.score} points`;
}

function failing(ids: string[]): string {
  return ids.length === 0 ? 'nothing fails' : `fails ${ids.toSorted().join(', ')}`;
}

function failures(report: LabReport): string[] {
  return report.checks
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ id, actual }) => `${id}: ${actual}`);
}

function errors(report: LabReport): string[] {
  return report.checks
    .filter(({ verdict }) => verdict === 'error')
    .map(({ id, why }) => `${id} in error: ${why}`);
}

function idsOf(report: LabReport, verdict: string): string[] {
  return report.checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}
