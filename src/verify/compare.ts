import type { LabReport } from '../report/model.ts';
import type { Expectation, GradedOnce } from './runs.ts';

/** Expected and actual of a run, in the same words: the run is good when they are equal. */
export interface Comparison {
  expected: string;
  actual: string;
}

export function compare(expects: GradedOnce, report: LabReport): Comparison {
  return { expected: expectation(expects, report.max), actual: actualOf(expects, report) };
}

/** What a run of a lab with so many points must show, in words. */
export function expectation(expects: Expectation, points: number): string {
  switch (expects.kind) {
    case 'untouched':
      return '0 points';
    case 'right':
      return `${points} points`;
    case 'wrong':
      return failing([...expects.fails]);
    case 'again':
      return 'the same result, no trace';
    case 'cut':
      return 'not graded, nothing failed';
    case 'destroyed':
      return expects.points === 'none' ? '0 points, something failed' : 'graded, something failed';
  }
}

function actualOf(expects: GradedOnce, report: LabReport): string {
  const failed = idsOf(report, 'failed');
  switch (expects.kind) {
    case 'untouched':
      return pointsOf(report);
    case 'right':
      return [pointsOf(report), ...failures(report)].join(', ');
    case 'wrong':
      return [failing(failed), ...errors(report)].join(', ');
    case 'cut':
      return [
        report.graded ? pointsOf(report) : 'not graded',
        failed.length > 0 ? failing(failed) : 'nothing failed',
      ].join(', ');
    case 'destroyed':
      return [
        expects.points === 'some' && report.graded ? 'graded' : pointsOf(report),
        failed.length > 0 ? 'something failed' : 'nothing failed',
      ].join(', ');
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
