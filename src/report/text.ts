import type { Format } from '../ui/style.ts';
import type { LabReport, ReportedCheck } from './model.ts';

export type Style = (format: Format, text: string) => string;

const SYMBOLS = { passed: '✔', failed: '✖', error: '!', skipped: '–' } as const;
const FORMATS = { passed: 'green', failed: 'red', error: 'yellow', skipped: 'dim' } as const;

/** A report as a learner reads it at a terminal. */
export function reportText(report: LabReport, style: Style): string {
  const { lab, title, seed, cluster } = report;
  const head = `${style('bold', title)}\n${style('dim', `${lab} · seed ${seed} · ${cluster.name} · Kubernetes ${cluster.kubernetes}`)}`;
  const width = Math.max(...report.checks.map((check) => pointsOf(check).length));
  const lines = report.checks.map((check) => checkText(check, width, style));
  return [
    head,
    '',
    ...lines,
    '',
    ...partLines(report),
    verdictLine(report, style),
    ...remarks(report),
  ].join('\n');
}

function pointsOf({ kind, points, verdict }: ReportedCheck): string {
  return kind === 'gate' ? 'gate' : `${verdict === 'passed' ? points : 0}/${points}`;
}

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
  const { score, max, passMark, passed } = report;
  if (score === null) {
    return style(
      'yellow',
      'Not graded: a check could not look. That is not your mistake; no score is written.',
    );
  }
  const percent = max === 0 ? 0 : Math.floor((score / max) * 100);
  const gate = report.checks.find(({ kind, verdict }) => kind === 'gate' && verdict === 'failed');
  const because = gate ? ` The gate '${gate.id}' failed, so no points count.` : '';
  const line = `Score: ${score} of ${max} (${percent} %), pass mark ${passMark} %: ${passed ? 'passed' : 'not passed'}.`;
  return style(passed ? 'green' : 'red', line) + because;
}

function remarks({ hints, solutionSeen, passed, links }: LabReport): string[] {
  return [
    ...(hints > 0 ? [`Hints used: ${hints}.`] : []),
    ...(solutionSeen ? ['The solution was shown.'] : []),
    ...(passed ? [] : links.map(({ title, url }) => `Read: ${title}, ${url}`)),
  ];
}
