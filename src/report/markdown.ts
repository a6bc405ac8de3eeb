import { detailsOf, nameOf, SYMBOLS, VERDICTS, worthOf } from './check-words.ts';
import { oneLine } from './clean.ts';
import type { ExamTaskReport } from './exam-model.ts';
import { webAddress } from './markup.ts';
import type { ReportedCheck } from './model.ts';
import {
  casesOf,
  outcomeOf,
  pointsText,
  type Result,
  scoreOf,
  shareText,
  taskRemarks,
  timeText,
  verdictText,
} from './result.ts';

/** GitHub shows no job summary of more than 1 MiB; characters of three bytes need room, too. */
const MOST_BYTES = 1_000_000;
/** Of one text. */
const MOST_CHARACTERS = 4000;

/** A result as GitHub-flavoured Markdown, for the summary of a job. */
export function markdownText(result: Result): string {
  const { kind, title, seed, tool, tasks, remarks } = result;
  const head = [
    `## ${inline(title)}`,
    `**${inline(verdictText(result))}**`,
    ...(remarks.length > 0 ? [remarks.map((remark) => `- ${inline(remark)}`).join('\n')] : []),
    ...(kind === 'lab' ? [checkTable(tasks)] : [domainTable(result), taskTable(tasks)]),
  ];
  const foot = `Seed ${inline(seed)}, ${inline(tool)}`;
  return `${[
    ...head,
    ...fitting(
      tasks.flatMap((task) => taskBlocks(task, kind)),
      [...head, foot],
    ),
    foot,
  ].join('\n\n')}\n`;
}

function domainTable({ domains }: Result): string {
  const rows = domains.map(({ domain, weight, tasks, score, max }) => [
    domain,
    `${weight} %`,
    String(tasks),
    pointsText(score, max),
    shareText(score, max),
  ]);
  return table(['Domain', 'Weight', 'Tasks', 'Points', 'Reached'], rows);
}

function taskTable(tasks: readonly ExamTaskReport[]): string {
  const rows = tasks.map((task) => [
    SYMBOLS[outcomeOf(task)],
    String(task.number),
    `${task.title} (${task.lab})${task.flagged ? ', flagged' : ''}`,
    task.domain,
    pointsText(scoreOf(task), task.max),
    timeText(task.seconds),
  ]);
  return table(['', 'Task', 'Title', 'Domain', 'Points', 'Time'], rows);
}

function checkTable(tasks: readonly ExamTaskReport[]): string {
  const checks = tasks.flatMap(casesOf);
  const rows = checks.map((check) => [
    SYMBOLS[check.verdict],
    check.title,
    check.id,
    worthOf(check),
  ]);
  return table(['', 'Check', 'Id', 'Points'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line(row.map(inline))),
  ].join('\n');
}

/** A heading and what is to be said of a task; nothing for one without fault. */
function taskBlocks(task: ExamTaskReport, kind: Result['kind']): string[] {
  const wrong = casesOf(task).filter(({ verdict }) => verdict !== 'passed');
  const remarks = taskRemarks(task);
  if (wrong.length === 0 && remarks.length === 0) return [];
  const links = wrong.length > 0 ? (task.report?.links ?? []) : [];
  const lines = [
    ...remarks.map(inline),
    ...links.map(({ title, url }) => `Read: ${linkTo(title, url)}`),
  ];
  return [
    ...(kind === 'lab' ? [] : [`### Task ${task.number}: ${inline(task.title)}`]),
    ...wrong.map(checkBlock),
    ...(lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : []),
  ];
}

/** One line of HTML: an empty line in it would end it. */
function checkBlock(check: ReportedCheck): string {
  const { verdict } = check;
  const summary = `${SYMBOLS[verdict]} ${nameOf(check)}: ${VERDICTS[verdict]}, ${worthOf(check)}`;
  const details = detailsOf(check).map(
    ([name, text]) => `<p>${name}</p><pre>${escaped(clipped(text))}</pre>`,
  );
  return `<details><summary>${inline(summary)}</summary>${details.join('')}</details>`;
}

function linkTo(title: string, url: string): string {
  const address = webAddress(url);
  return address === undefined ? inline(`${title} (${url})`) : `[${inline(title)}](<${address}>)`;
}

function inline(text: string): string {
  return escaped(clipped(oneLine(text)));
}

/** As numbers, signs that mean something to Markdown, HTML or GitHub mean nothing. */
function escaped(text: string): string {
  return text.replaceAll(
    /[&<>"|\\`*_~#:@$^[\]\n]|(?<=\bwww)\./gi,
    (sign) => `&#${sign.charCodeAt(0)};`,
  );
}

function clipped(text: string): string {
  const rest = text.length - MOST_CHARACTERS;
  return rest <= 0
    ? text
    : `${text.slice(0, MOST_CHARACTERS).toWellFormed()} … (${rest} more characters)`;
}

/** As many blocks as there is room for beside the others. */
function fitting(blocks: readonly string[], others: readonly string[]): string[] {
  const size = (text: string) => Buffer.byteLength(text) + '\n\n'.length;
  let room = MOST_BYTES - others.reduce((sum, other) => sum + size(other), 0);
  const fit: string[] = [];
  for (const block of blocks) {
    room -= size(block);
    if (room < 0) break;
    fit.push(block);
  }
  const left = blocks.length - fit.length;
  return left === 0 ? fit : [...fit, `${left} more are left out here; the other forms have them.`];
}
