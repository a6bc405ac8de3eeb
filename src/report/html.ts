import { detailsOf, SYMBOLS, VERDICTS, worthOf } from './check-words.ts';
import type { ExamDomain, ExamTaskReport } from './exam-model.ts';
import { STYLE } from './html-style.ts';
import { link, type Markup, markup } from './markup.ts';
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

/** A result as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export function htmlText(result: Result): string {
  const { kind, title, facts, moreFacts, remarks, domains, tasks, tool, percent, passed } = result;
  const tone = percent === null ? 'error' : passed ? 'passed' : 'failed';
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="verdict ${tone}">${verdictText(result)}</p>
${remarks.map((remark) => markup`<p>${remark}</p>\n`)}<dl>
${[...facts, ...moreFacts].map(({ name, value }) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
</header>
<main>
${kind === 'lab' ? [] : [domainSection(domains), taskSection(tasks)]}${tasks.map((task) => oneTask(task, kind))}</main>
<footer><p>Made by ${tool}.</p></footer>
</body>
</html>
`;
  return page.html;
}

function domainSection(domains: readonly ExamDomain[]): Markup {
  return markup`<section aria-labelledby="domains">
<h2 id="domains">Score by domain</h2>
<table>
<thead><tr><th scope="col">Domain</th><th scope="col" class="number">Weight</th><th scope="col" class="number">Points</th><th scope="col" colspan="2">Reached</th></tr></thead>
<tbody>
${domains.map(domainRow)}</tbody>
</table>
</section>
`;
}

function domainRow({ domain, weight, score, max }: ExamDomain): Markup {
  return markup`<tr><th scope="row">${domain}</th><td class="number">${weight} %</td><td class="number">${pointsText(score, max)}</td><td class="number">${shareText(score, max)}</td><td class="bar">${bar(score ?? 0, max)}</td></tr>
`;
}

/** What it shows stands in the row as text, too. */
function bar(score: number, max: number): Markup {
  const width = max === 0 ? 0 : (score / max) * 100;
  return markup`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="10"/><rect class="reached" width="${width}" height="10"/></svg>`;
}

function taskSection(tasks: readonly ExamTaskReport[]): Markup {
  return markup`<section aria-labelledby="tasks">
<h2 id="tasks">Tasks</h2>
<table>
<thead><tr><th scope="col" class="number">Task</th><th scope="col">Title</th><th scope="col">Domain</th><th scope="col" class="number">Points</th><th scope="col" class="number">Weight</th><th scope="col" class="number">Time</th></tr></thead>
<tbody>
${tasks.map(taskRow)}</tbody>
</table>
</section>
`;
}

function taskRow(task: ExamTaskReport): Markup {
  const { number, title, domain, max, weight, flagged } = task;
  const outcome = outcomeOf(task);
  const points = pointsText(scoreOf(task), max);
  return markup`<tr><td class="number">${number}</td><td><a href="#task-${number}">${title}</a>${flagged ? ' (flagged)' : ''}</td><td>${domain}</td><td class="number ${outcome}">${SYMBOLS[outcome]} ${points}</td><td class="number">${weightText(weight)}</td><td class="number">${timeText(task.seconds)}</td></tr>
`;
}

function weightText(weight: number): string {
  return `${Math.round(weight * 10) / 10} %`;
}

function oneTask(task: ExamTaskReport, kind: Result['kind']): Markup {
  const { number, lab, title, max, seed, report } = task;
  const id = `task-${number}`;
  const links = report?.links ?? [];
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${kind === 'lab' ? 'Checks' : `${number}. ${title}`} <span class="quiet">${pointsText(scoreOf(task), max)}</span></h2>
<p class="quiet">${lab}, seed ${seed}, ${timeText(task.seconds)}</p>
${taskRemarks(task).map((remark) => markup`<p>${remark}</p>\n`)}${parts(task)}${casesOf(task).map(checkArticle)}${links.length === 0 ? [] : reading(links)}</section>
`;
}

function parts({ report }: ExamTaskReport): readonly Markup[] {
  if (report === null || report.parts.length === 0) return [];
  const items = report.parts.map(
    ({ title, score, max }) => markup`<li>${title}: ${pointsText(score, max)}</li>\n`,
  );
  return [markup`<ul>\n${items}</ul>\n`];
}

function checkArticle(check: ReportedCheck): Markup {
  const { id, title, verdict } = check;
  const details = detailsOf(check).map(
    ([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>\n`,
  );
  return markup`<article class="check ${verdict}">
<h3><span><span class="${verdict}">${SYMBOLS[verdict]} ${VERDICTS[verdict]}:</span> ${title} <span class="quiet">(${id})</span></span><span class="points">${worthOf(check)}</span></h3>
${details.length === 0 ? [] : markup`<dl>\n${details}</dl>\n`}</article>
`;
}

function reading(links: readonly { title: string; url: string }[]): Markup {
  const items = links.map(({ title, url }) => markup`<li>${link(title, url)}</li>\n`);
  return markup`<p>Where to read:</p>
<ul class="read">
${items}</ul>
`;
}
