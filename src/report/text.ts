import type { Format } from '../ui/style.ts';
import { SYMBOLS, worthOf } from './check-words.ts';
import { cleaned } from './clean.ts';
import type { LabReport, ReportedCheck } from './model.ts';
import { gateRemarks, helpRemarks, resultOf, verdictText } from './result.ts';

export type Style = (format: Format, text: string) => string;

const FORMATS = { passed: 'green', failed: 'red', error: 'yellow', skipped: 'dim' } as const;

/** A report as a learner reads it at a terminal. */
export function reportText(report: LabReport, style: Style): string {
  const shown = cleaned(report);
  const { lab, title, seed, cluster, checks } = shown;
  const head = `${style('bold', title)}\n${style('dim', `${lab} · seed ${seed} · ${cluster.name} · Kubernetes ${cluster.kubernetes}`)}`;
  return [
    head,
    '',
    ...checkLines(checks, style),
    '',
    ...partLines(shown),
    verdictLine(shown, style),
    ...remarks(shown),
  ].join('\n');
}

/** A line for each check, with what it says below. */
export function checkLines(checks: readonly ReportedCheck[], style: Style): string[] {
  const width = Math.max(...checks.map((check) => pointsOf(check).length));
  return checks.map((check) => checkText(check, width, style));
}

const pointsOf = (check: ReportedCheck) => worthOf(check, '/');

function checkText(check: ReportedCheck, width: number, style: Style): string {
  const { verdict, title, id, expected, actual, why } = check;
  const symbol = style(FORMATS[verdict], SYMBOLS[verdict]);
  const first = `${symbol} ${pointsOf(check).padStart(width)}  ${title} ${style('dim', `(${id})`)}`;
  const detail = (name: string, text: string | null) =>
    text === null
      ? []
      : [`${' '.repeat(width + 4)}${name} ${text.replaceAll('\n', `\n${' '.repeat(width + 14)}`)}`];
  return [
    first,
    ...detail('expected:', expected),
    ...detail('actual:  ', actual),
    ...detail('why:     ', why),
  ].join('\n');
}

function partLines(report: LabReport): string[] {
  return report.parts.map(
    ({ title, score, max }) => `${title}: ${score === null ? 'not graded' : `${score} of ${max}`}`,
  );
}

function verdictLine(report: LabReport, style: Style): string {
  const { score, passed } = report;
  const line = verdictText(resultOf(report));
  if (score === null) return style('yellow', line);
  return [style(passed ? 'green' : 'red', line), ...gateRemarks(report)].join(' ');
}

function remarks(report: LabReport): string[] {
  return [
    ...helpRemarks(report),
    ...(report.passed ? [] : report.links.map(({ title, url }) => `Read: ${title}, ${url}`)),
  ];
}
