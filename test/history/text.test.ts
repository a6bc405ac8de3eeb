import { expect, test } from 'vitest';
import { statistics } from '../../src/history/statistics.ts';
import { statisticsText } from '../../src/history/text.ts';
import { bankOf, exam, noon, result } from './fixture.ts';

const plain = (_format: string, text: string) => text;
const bank = bankOf({ rbac: 'architecture', dns: 'networking', claim: 'storage' });
const text = (lines: Parameters<typeof statistics>[0], since?: number) =>
  statisticsText(statistics(lines, bank, Date.parse(noon(31)), since), plain);

test('labs, domains, exams, and what to practise next', () => {
  const lines = [
    ...[2, 9, 9, 9].map((score, index) => result('rbac', index + 1, score)),
    result('dns', 5, 5),
    result('older', 5, 10, { part: 'save' }),
    exam({ exam: 'a' }),
    exam({ exam: 'b', ended: noon(2), percent: null, passed: false }),
    exam({ exam: 'c', ended: noon(3), percent: 20, passed: false }),
  ];
  expect(text(lines).split('\n')).toEqual([
    '    LAB            DOMAIN         ATTEMPTS   BEST    LAST    TREND',
    '✖   dns            networking     1          50 %    50 %',
    '✔   rbac           architecture   4          90 %    90 %    ↑ better',
    '✔   older (save)   –              1          100 %   100 %',
    '',
    'DOMAIN         LAST            ATTEMPTS   TRIED    PASSED   TREND',
    'storage        no result yet   0          0 of 1   0 of 1',
    'networking     50 %            1          1 of 1   0 of 1',
    'architecture   90 %            4          1 of 1   1 of 1   ↑ better',
    '',
    '    RESULT             EXAM           TAKEN        TIME',
    '✔   80 %, passed       A short exam   2026-01-01   25 min 0 s',
    '!   not graded         A short exam   2026-01-01   1440 min 0 s',
    '✖   20 %, not passed   A short exam   2026-01-01   2880 min 0 s',
    '',
    'Practise next',
    '  cka-lab start claim   no result yet in storage',
    '  cka-lab start dns     last result 50 %, not passed',
  ]);
});

test('of more exams than fit, the last ones', () => {
  const exams = Array.from({ length: 12 }, (_, index) => exam({ exam: `e${index}` }));
  const lines = text(exams).split('\n');
  expect(lines.filter((line) => line.startsWith('✔'))).toHaveLength(10);
  expect(lines).toContain('2 earlier: see `--output json`.');
});

test.each([
  [65.96, '65.9 %'],
  [99.99999999999999, '100 %'],
  [100.00000000000001, '100 %'],
])('an exam of %d percent is shown as %s', (percent, shown) => {
  expect(text([exam({ percent })])).toContain(`✔   ${shown}, passed`);
});

test('without any result, how to get one', () => {
  expect(text([])).toBe(
    'No results yet. Start a lab with `cka-lab start LAB`, score it with `cka-lab grade`, and look here again.',
  );
  const since = new Date(2026, 0, 20).getTime();
  expect(text([result('rbac', 1, 3)], since)).toBe(
    'No results since 2026-01-20. `cka-lab stats` shows earlier ones.',
  );
});
