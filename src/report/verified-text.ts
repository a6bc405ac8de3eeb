import { seconds } from '../ui/progress.ts';
import { table } from '../ui/table.ts';
import type { Style } from './text.ts';
import type { Totals, VerifyReport } from './verified.ts';

const SYMBOLS = { 'as-expected': '✔', different: '✖', error: '!' } as const;
const FORMATS = { 'as-expected': 'green', different: 'red', error: 'yellow' } as const;

/** A proof as people read it at a terminal: a line for each run, and one for each lab. */
export function verifiedText(report: VerifyReport, style: Style): string {
  if (report.runs.length === 0) return 'Nothing was verified.';
  const rows = report.runs.map((run) => [
    style(FORMATS[run.outcome], SYMBOLS[run.outcome]),
    run.lab,
    run.seed,
    run.run,
    seconds(run.milliseconds),
    run.expected,
    run.outcome === 'as-expected' ? 'as expected' : run.actual,
  ]);
  const summary = report.labs.map((lab) => [
    style(lab.runs === lab.asExpected ? 'green' : 'red', lab.runs === lab.asExpected ? '✔' : '✖'),
    lab.lab,
    inWords(lab),
    seconds(lab.milliseconds),
  ]);
  return [
    table(['', 'LAB', 'SEED', 'RUN', 'TIME', 'EXPECTED', 'ACTUAL'], rows),
    '',
    table(['', 'LAB', 'RUNS', 'TIME'], summary),
    '',
    `${inWords(report.totals)}, in ${seconds(report.milliseconds)}.`,
  ].join('\n');
}

function inWords({ runs, asExpected, different, error }: Totals): string {
  const parts = [
    `${asExpected} of ${runs} as expected`,
    ...(different > 0 ? [`${different} different`] : []),
    ...(error > 0 ? [`${error} could not be run`] : []),
  ];
  return parts.join(', ');
}
