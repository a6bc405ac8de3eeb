import { dump } from 'js-yaml';
import { worthOf } from './check-words.ts';
import { oneLine } from './clean.ts';
import type { ReportedCheck } from './model.ts';
import { casesOf, pointsText, type Result, scoreOf, taskRemarks, verdictText } from './result.ts';

/**
 * A result as TAP 14: a test for each check and gate, named `lab/check`. What was skipped or could
 * not look is `not ok` without a directive: readers count `# SKIP` as passed.
 */
export function tapText(result: Result): string {
  const { title, facts, moreFacts, remarks, tasks } = result;
  let number = 0;
  const tests = tasks.flatMap((task) => [
    comment(`${task.number}. ${task.title}: ${pointsText(scoreOf(task), task.max)}`),
    ...taskRemarks(task).map(comment),
    ...casesOf(task).map((check) => {
      number += 1;
      return testPoint(number, task.lab, check);
    }),
  ]);
  const lines = [
    'TAP version 14',
    `1..${number}`,
    comment(title),
    ...[...facts, ...moreFacts].map(({ name, value }) => comment(`${name}: ${value}`)),
    ...tests,
    comment(verdictText(result)),
    ...remarks.map(comment),
  ];
  return `${lines.join('\n')}\n`;
}

function comment(text: string): string {
  return `# ${oneLine(text)}`;
}

function testPoint(number: number, lab: string, check: ReportedCheck): string {
  const ok = check.verdict === 'passed';
  // What stands in brackets also keeps a title's last `{` from beginning a subtest.
  const description = escaped(oneLine(`${lab}/${check.id}: ${check.title} (${worthOf(check)})`));
  const line = `${ok ? 'ok' : 'not ok'} ${number} - ${description}`;
  return ok ? line : `${line}\n${diagnostic(check)}`;
}

/** `#` begins a directive. */
function escaped(description: string): string {
  return description.replaceAll(/[\\#]/g, '\\$&');
}

function diagnostic({ verdict, kind, points, expected, actual, why }: ReportedCheck): string {
  const told = { expected, actual, why };
  const said = Object.entries(told).filter(([, text]) => text !== null);
  const yaml = dump({
    ...(kind === 'gate' ? { gate: true } : { points }),
    ...(verdict === 'error' ? { error: true } : {}),
    ...(verdict === 'skipped' ? { skipped: true } : {}),
    ...Object.fromEntries(said),
  });
  const lines = ['---', ...yaml.trimEnd().split('\n'), '...'];
  return lines.map((line) => (line === '' ? line : `  ${line}`)).join('\n');
}
