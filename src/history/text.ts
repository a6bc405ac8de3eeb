import { percentText } from '../report/result.ts';
import type { Style } from '../report/text.ts';
import { seconds } from '../ui/progress.ts';
import { table } from '../ui/table.ts';
import type { HistoryExam } from './line.ts';
import type { DomainStatistics, LabStatistics, Statistics, Trend } from './statistics.ts';

const TRENDS = { better: '↑ better', steady: '→ steady', worse: '↓ worse' } as const;
/** So many exams are shown; JSON has all of them. */
const EXAMS = 10;

/** Statistics as a learner reads them at a terminal. */
export function statisticsText(found: Statistics, style: Style): string {
  const { labs, domains, exams, next, since } = found;
  if (labs.length === 0 && exams.length === 0) return nothingYet(since);
  const parts = [
    labs.length === 0 ? [] : [labTable(labs, style), domainTable(domains)],
    exams.length === 0 ? [] : [examTable(exams, style)],
    next.length === 0 ? [] : [suggestions(found, style)],
  ];
  return parts.flat().join('\n\n');
}

function nothingYet(since: string | null): string {
  return since === null
    ? 'No results yet. Start a lab with `cka-lab start LAB`, score it with `cka-lab grade`, and look here again.'
    : `No results since ${day(since)}. \`cka-lab stats\` shows earlier ones.`;
}

function labTable(labs: readonly LabStatistics[], style: Style): string {
  const rows = labs.map(({ lab, part, domain, attempts, best, last, passed, trend }) => [
    style(passed ? 'green' : 'red', passed ? '✔' : '✖'),
    part === null ? lab : `${lab} (${part})`,
    domain ?? '–',
    String(attempts),
    percent(best),
    percent(last),
    inWords(trend),
  ]);
  return table(['', 'LAB', 'DOMAIN', 'ATTEMPTS', 'BEST', 'LAST', 'TREND'], rows);
}

function domainTable(domains: readonly DomainStatistics[]): string {
  const rows = domains.map((one) => [
    one.domain,
    one.percent === null ? 'no result yet' : percent(one.percent),
    String(one.attempts),
    `${one.tried} of ${one.labs}`,
    `${one.passed} of ${one.labs}`,
    inWords(one.trend),
  ]);
  return table(['DOMAIN', 'LAST', 'ATTEMPTS', 'TRIED', 'PASSED', 'TREND'], rows);
}

function examTable(exams: readonly HistoryExam[], style: Style): string {
  const rows = exams
    .slice(-EXAMS)
    .map((exam) => [
      ...examResult(exam, style),
      exam.title,
      day(exam.started),
      seconds(exam.seconds * 1000),
    ]);
  const shown = table(['', 'RESULT', 'EXAM', 'TAKEN', 'TIME'], rows);
  const earlier = exams.length - rows.length;
  return earlier === 0 ? shown : `${shown}\n${earlier} earlier: see \`--output json\`.`;
}

function examResult(exam: HistoryExam, style: Style): [string, string] {
  if (exam.percent === null) return [style('yellow', '!'), 'not graded'];
  const reached = percentText(exam.percent);
  return exam.passed
    ? [style('green', '✔'), `${reached}, passed`]
    : [style('red', '✖'), `${reached}, not passed`];
}

function suggestions({ next }: Statistics, style: Style): string {
  const rows = next.map(({ lab, reason }) => [`  cka-lab start ${lab}`, reason]);
  const [head, ...lines] = table(['Practise next', ''], rows).split('\n');
  return [style('bold', head ?? ''), ...lines].join('\n');
}

function percent(value: number): string {
  return `${value} %`;
}

function inWords(trend: Trend): string {
  return trend === null ? '' : TRENDS[trend];
}

/** The day here at an instant (ISO 8601). */
function day(instant: string): string {
  const date = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
