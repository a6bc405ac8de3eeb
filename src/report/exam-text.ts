import { table } from '../ui/table.ts';
import { SYMBOLS } from './check-words.ts';
import type { ExamReport, ExamTaskReport } from './exam-model.ts';
import {
  casesOf,
  outcomeOf,
  pointsText,
  type Result,
  resultOf,
  scoreOf,
  shareText,
  taskRemarks,
  timeText,
  verdictText,
} from './result.ts';
import { checkLines, type Style } from './text.ts';

const FORMATS = { passed: 'green', failed: 'red', error: 'yellow' } as const;

/** An exam's report as a learner reads it at a terminal. */
export function examText(report: ExamReport, style: Style): string {
  const result = resultOf(report);
  const { title, facts, remarks, tasks } = result;
  const tone = result.percent === null ? 'error' : result.passed ? 'passed' : 'failed';
  return [
    style('bold', title),
    style('dim', facts.map(({ name, value }) => `${name.toLowerCase()} ${value}`).join(' · ')),
    '',
    taskTable(tasks, style),
    '',
    domainTable(result),
    '',
    style(FORMATS[tone], verdictText(result)),
    ...remarks,
    ...tasks.flatMap((task) => taskText(task, style)),
  ].join('\n');
}

function taskTable(tasks: readonly ExamTaskReport[], style: Style): string {
  const rows = tasks.map((task) => {
    const outcome = outcomeOf(task);
    return [
      style(FORMATS[outcome], SYMBOLS[outcome]),
      String(task.number),
      pointsText(scoreOf(task), task.max),
      timeText(task.seconds),
      task.lab,
      `${task.title}${task.flagged ? ' (flagged)' : ''}`,
    ];
  });
  return table(['', 'TASK', 'POINTS', 'TIME', 'LAB', 'TITLE'], rows);
}

function domainTable({ domains }: Result): string {
  const rows = domains.map(({ domain, weight, score, max }) => [
    domain,
    `${weight} %`,
    pointsText(score, max),
    shareText(score, max),
  ]);
  return table(['DOMAIN', 'WEIGHT', 'POINTS', 'REACHED'], rows);
}

/** What did not pass, why, and where to read; nothing for a task without fault. */
function taskText(task: ExamTaskReport, style: Style): string[] {
  const wrong = casesOf(task).filter(({ verdict }) => verdict !== 'passed');
  const remarks = taskRemarks(task);
  if (wrong.length === 0 && remarks.length === 0) return [];
  const links = wrong.length > 0 ? (task.report?.links ?? []) : [];
  return [
    '',
    style('bold', `Task ${task.number}: ${task.title}`),
    ...checkLines(wrong, style),
    ...remarks,
    ...links.map(({ title, url }) => `Read: ${title}, ${url}`),
  ];
}
