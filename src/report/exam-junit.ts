import type { TestCase, TestSuite } from 'junit-report-builder';
import { earnedBy } from '../grading/score.ts';
import { detailText, nameOf } from './check-words.ts';
import { oneLine } from './clean.ts';
import type { ExamTaskReport } from './exam-model.ts';
import { builder } from './junit.ts';
import type { ReportedCheck } from './model.ts';
import { casesOf, type Result, scoreOf } from './result.ts';

/** A result as JUnit XML: a suite for each lab, a case for each check and gate. */
export function junitText(result: Result): string {
  const suites = builder.newBuilder().name(oneLine(result.title));
  for (const task of result.tasks) {
    const suite = suites
      .testSuite()
      .name(task.lab)
      .timestamp((task.report?.started ?? result.started).slice(0, 19))
      .time(task.seconds);
    addProperties(suite, task);
    for (const check of casesOf(task)) {
      const name = oneLine(nameOf(check));
      addVerdict(suite.testCase().className(task.lab).name(name), check);
    }
  }
  // The builder counts the skipped there too, where the published schemas know no such attribute.
  return `${suites.build().replace(/(<testsuites(?: \w+="[^"]*")*?) skipped="\d+"/, '$1')}\n`;
}

/** Points only where there is a score; a case can't have properties by the published schemas. */
function addProperties(suite: TestSuite, task: ExamTaskReport): void {
  const { title, domain, seed, weight, max } = task;
  const score = scoreOf(task);
  const properties: [string, string | number][] = [
    ['title', title],
    ['domain', domain],
    ['seed', seed],
    ['weight', weight],
    ['max', max],
  ];
  if (score !== null) {
    const checks = casesOf(task).filter(({ kind }) => kind === 'check');
    properties.push(['points', score]);
    for (const check of checks) {
      properties.push([`points.${check.id}`, `${earnedBy(check, casesOf(task))}/${check.points}`]);
    }
  }
  for (const [name, value] of properties) suite.property(name, oneLine(String(value)));
}

function addVerdict(testCase: TestCase, check: ReportedCheck): void {
  const detail = inCdata(detailText(check));
  const message = oneLine(detail);
  switch (check.verdict) {
    case 'failed':
      testCase.failure(message, 'failed').stacktrace(detail);
      break;
    case 'error':
      testCase.error(message, 'error', detail);
      break;
    case 'skipped':
      testCase.skipped().standardOutput(detail);
      break;
    case 'passed':
  }
}

/** The builder parts only the first end of a CDATA section that a text holds. */
function inCdata(text: string): string {
  return text.replaceAll(']]>', ']] >');
}
