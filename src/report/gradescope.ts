import { earnedBy } from '../grading/score.ts';
import { detailText, nameOf, VERDICTS } from './check-words.ts';
import { oneLine } from './clean.ts';
import type { ExamDomain, ExamTaskReport } from './exam-model.ts';
import type { ReportedCheck } from './model.ts';
import { casesOf, type Result, taskRemarks, verdictText } from './result.ts';

/**
 * A result as Gradescope's results.json. With an error there is no score anywhere in it, nor a test
 * that could be taken for a failed one: Gradescope then asks the teacher to look.
 * `whole` is the result as plain text.
 */
export function gradescopeText(result: Result, whole: string): string {
  const { title, percent, seed, tool, remarks } = result;
  const common = {
    output_format: 'text',
    visibility: 'visible',
    // What graders print is for teachers.
    stdout_visibility: 'hidden',
    extra_data: { tool, seed },
  };
  if (percent === null) return json({ output: whole, ...common });
  return json({
    score: Math.floor(percent * 100 + 1e-6) / 100,
    output: [title, verdictText(result), ...remarks].join('\n'),
    ...common,
    test_output_format: 'text',
    test_name_format: 'text',
    tests: testsOf(result),
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function testsOf({ tasks, domains }: Result): unknown[] {
  const cases = tasks.flatMap((task) => {
    const checks = casesOf(task);
    return checks.map((check, index) => ({ task, check, checks, number: index + 1 }));
  });
  const maxima = hundredths(cases.map(({ task, check }) => shareOf(task, check, domains)));
  return cases.map(({ task, check, checks, number }, index) => {
    const max = maxima[index] ?? 0;
    const earned = check.points > 0 && earnedBy(check, checks) === check.points;
    return {
      score: earned ? max : 0,
      max_score: max,
      status: check.verdict === 'passed' ? 'passed' : 'failed',
      number: `${task.number}.${number}`,
      name: oneLine(`${task.title}: ${nameOf(check)}`),
      output: outputOf(task, check),
      tags: [task.domain, task.lab],
    };
  });
}

/** Percent of the whole that a check is worth; those of all checks add up to 100. */
function shareOf(
  task: ExamTaskReport,
  { points }: ReportedCheck,
  domains: readonly ExamDomain[],
): number {
  // A task's own weight is rounded.
  const own = domains.find(({ domain }) => domain === task.domain);
  const weights = domains.reduce((sum, { weight }) => sum + weight, 0);
  return own && own.max > 0 ? (own.weight / weights) * 100 * (points / own.max) : 0;
}

/** Rounds to two decimals so that the sum of the rounded is the rounded sum. */
function hundredths(shares: readonly number[]): number[] {
  let sum = 0;
  let given = 0;
  return shares.map((share) => {
    sum += share;
    const rounded = Math.round(sum * 100) - given;
    given += rounded;
    return rounded / 100;
  });
}

function outputOf(task: ExamTaskReport, check: ReportedCheck): string {
  const links = check.verdict === 'passed' ? [] : (task.report?.links ?? []);
  return [
    `${VERDICTS[check.verdict]}.`,
    detailText(check),
    ...taskRemarks(task),
    ...links.map(({ title, url }) => `Read: ${title}, ${url}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
