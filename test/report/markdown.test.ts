import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { clean, oneLine } from '../../src/report/clean.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import type { LabReport } from '../../src/report/model.ts';
import { render } from '../../src/report/render.ts';
import { exam, failing, HOSTILE, half, hostile, hostileError, ungraded } from './exam-fixture.ts';
import { check, report } from './fixture.ts';

const markdown = (one: ExamReport | LabReport) => render('markdown', one);
const html = (one: ExamReport | LabReport) =>
  marked.parse(markdown(one), { async: false, gfm: true });

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };

const decoded = (piece: string) =>
  piece.replaceAll(/&(?:#(\d+)|(lt|gt|quot|amp));/g, (_, code, name) =>
    name ? (NAMED[name] ?? '') : String.fromCharCode(Number(code)),
  );

/** What a reader sees. */
const seen = (piece: string) => decoded(piece.replaceAll(/<[^>]*>/g, ''));

function tablesOf(one: ExamReport | LabReport): string[][][] {
  const isTable = (token: Token): token is Tokens.Table => token.type === 'table';
  return marked
    .lexer(markdown(one))
    .filter(isTable)
    .map(({ header, rows }) =>
      [header, ...rows].map((row) =>
        row.map(({ tokens }) => seen(marked.Parser.parseInline(tokens))),
      ),
    );
}

describe('Markdown', () => {
  test('has the verdict, a table of domains and one of tasks', () => {
    expect(html(exam())).toContain(
      '<h2>A short exam</h2>\n<p><strong>Score: 64 %, pass mark 66 %: not passed.</strong></p>',
    );
    expect(tablesOf(exam())).toEqual([
      [
        ['Domain', 'Weight', 'Tasks', 'Points', 'Reached'],
        ['workloads', '40 %', '1', '2 of 2', '100 %'],
        ['storage', '60 %', '1', '2 of 5', '40 %'],
      ],
      [
        ['', 'Task', 'Title', 'Domain', 'Points', 'Time'],
        ['✔', '1', 'A demo (demo)', 'workloads', '2 of 2', '1 min 15 s'],
        ['✖', '2', 'Give it its name (names), flagged', 'storage', '2 of 5', '10 min 0 s'],
      ],
    ]);
  });

  test('has the checks of a lab alone', () => {
    expect(tablesOf(report({ checks: [check(), failing] }))).toEqual([
      [
        ['', 'Check', 'Id', 'Points'],
        ['✔', 'It is there', 'there', '2 of 2'],
        ['✖', 'It has its name', 'named', '0 of 2'],
      ],
    ]);
  });

  test('hides what failed behind its title, and says where to read', () => {
    const shown = html(exam());
    expect(decoded(shown)).toContain(
      '<details><summary>✖ It has its name (named): failed, 0 of 2</summary>' +
        '<p>expected</p><pre>ConfigMap/a</pre><p>actual</p><pre>ConfigMap/b\nand more</pre>',
    );
    expect(shown).toContain('Read: <a href="https://kubernetes.io/docs/names/">Names</a>');
    expect(shown.match(/<details>/g)).toHaveLength(2);
  });

  test('gives no score with an error, and says why', () => {
    expect(markdown(ungraded)).not.toContain('Score');
    expect(seen(html(ungraded))).toContain('the cluster c2 is gone');
  });

  test.each([
    ['texts', hostile],
    ['errors', hostileError],
  ])('is not led astray by hostile %s', (_what, one) => {
    const shown = html(one);
    expect(shown).not.toMatch(/<(script|img|style|em|del|code|!--)/);
    expect(shown).not.toMatch(/href="(?!https:\/\/a\.example\/)/);
    const tags = (tag: string) => shown.match(new RegExp(`<${tag}>`, 'g'))?.length ?? 0;
    expect(tags('table')).toBe(2);
    expect(tags('details')).toBe(shown.match(/<\/details>/g)?.length);
    const texts = [...shown.matchAll(/<pre>(.*?)<\/pre>/gs)].map(([, text = '']) => seen(text));
    expect(texts.filter((text) => text === clean(HOSTILE)).length).toBeGreaterThan(0);
    for (const rows of tablesOf(one)) {
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    }
  });

  test('keeps a text in a cell as it is', () => {
    const [, tasks] = tablesOf(hostile);
    expect(tasks?.[1]?.[2]).toBe(`${oneLine(clean(HOSTILE))} (names), flagged`);
  });

  test('stays under 1 MiB, and says what is left out', () => {
    const long = check({ ...failing, actual: '€'.repeat(5000), expected: '|'.repeat(5000) });
    const checks = Array.from({ length: 60 }, () => long);
    const text = markdown(exam({ tasks: [{ ...half, report: report({ checks }) }] }));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
    expect(text).toMatch(/\n\d+ more are left out here; the other forms have them\.\n/);
    expect(text).toContain('… (1000 more characters)');
  });
});
