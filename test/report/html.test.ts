import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { clean } from '../../src/report/clean.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import { link, markup } from '../../src/report/markup.ts';
import type { LabReport } from '../../src/report/model.ts';
import { render } from '../../src/report/render.ts';
import { exam, failing, gate, HOSTILE, hostile, hostileError, ungraded } from './exam-fixture.ts';
import { check, report } from './fixture.ts';

const html = (one: ExamReport | LabReport) => render('html', one);
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  // A title is as long as its blueprint makes it.
  rules: { 'long-title': 'off' },
});

async function problems(page: string): Promise<string[]> {
  const { results } = await validator.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`),
  );
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** What a reader sees, without markup. */
const seen = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const full = report({
  score: 2,
  max: 4,
  passed: false,
  parts: [{ id: 'save', title: 'Save it', score: 2, max: 4 }],
  checks: [check(), failing, gate],
  links: [{ title: 'Names', url: 'https://kubernetes.io/docs/names/' }],
});

describe('HTML', () => {
  test.each([
    ['an exam', exam()],
    ['an exam with a task that is lost', ungraded],
    ['a lab', full],
    ['hostile texts', hostile],
    ['hostile errors', hostileError],
  ])('of %s is valid and accessible', async (_what, one) => {
    expect(await problems(html(one))).toEqual([]);
  });

  test('the validator does refuse', async () => {
    const page = html(exam());
    expect(await problems(page.replace('</article>', ''))).not.toEqual([]);
    expect(await problems(page.replace('scope="col"', ''))).not.toEqual([]);
    expect(await problems(page.replace('<title>A short exam</title>', ''))).not.toEqual([]);
  });

  test('shows the score by domain, the time of a task and what each check found', () => {
    const text = seen(html(exam()));
    expect(text).toContain('Score: 64 %, pass mark 66 %: not passed.');
    expect(text).toContain('storage 60 % 2 of 5 40 %');
    expect(text).toContain('2 Give it its name (flagged) storage ✖ 2 of 5 60 % 10 min 0 s');
    expect(text).toContain(
      '✖ failed: It has its name (named) 0 of 2 expected ConfigMap/a actual ConfigMap/b and more why Names count.',
    );
    expect(text).toContain('– skipped: It is used (used) 0 of 1');
    expect(text).toContain('✔ passed: The rest is left alone (kept) gate');
    expect(html(exam())).toContain('<rect class="reached" width="40" height="10"/>');
  });

  test('shows a lab alone, with its parts', () => {
    const text = seen(html(full));
    expect(text).toContain('Score: 2 of 4 (50 %), pass mark 66 %: not passed.');
    expect(text).toContain('Save it: 2 of 4');
    expect(text).not.toContain('Score by domain');
  });

  test('gives no score with an error, and says what happened', () => {
    const text = seen(html(ungraded));
    expect(text).toContain('Not graded: task 3 could not be graded.');
    expect(text).toContain('! could not look: Grading (graded) – of 2 why the cluster c2 is gone');
    expect(text).not.toContain('Score:');
  });

  test('needs nothing from elsewhere', () => {
    const page = html(full);
    const addresses = page.match(/[a-z]+:\/\/[^\s"<]*/g);
    expect(addresses).toEqual(['https://kubernetes.io/docs/names/']);
    expect(page).toContain('<a href="https://kubernetes.io/docs/names/">Names</a>');
    expect(page).not.toMatch(/<(script|link|img|iframe)|@import|url\(|\son\w+=/i);
  });

  test('escapes every text', () => {
    const page = html(hostile);
    expect(page).not.toMatch(/<script|<b>|<!--|href="javascript/);
    // Title, heading, remark, domain, task, expected, actual, why …
    const shown = escaped(clean(HOSTILE));
    expect(page.split(shown).length - 1).toBeGreaterThan(15);
  });
});

describe('markup', () => {
  test('escapes what is put in, but not other markup', () => {
    const inner = markup`<b title="${`"'`}">${'<&>'}</b>`;
    expect(markup`<p>${[inner, inner]}${2}</p>`.html).toBe(
      `<p>${'<b title="&quot;&#39;">&lt;&amp;&gt;</b>'.repeat(2)}2</p>`,
    );
  });

  test('links only to the web', () => {
    expect(link('a', 'https://b.example/"<').html).toBe('<a href="https://b.example/%22%3C">a</a>');
    expect(link('<', 'javascript:alert(1)').html).toBe('&lt; (javascript:alert(1))');
    expect(link('a', 'no address').html).toBe('a (no address)');
  });
});
