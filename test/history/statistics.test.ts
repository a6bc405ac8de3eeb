import { describe, expect, test } from 'vitest';
import { statistics } from '../../src/history/statistics.ts';
import { bankOf, exam, noon, result } from './fixture.ts';

const NOW = Date.parse(noon(31));
const bank = bankOf({
  rbac: 'architecture',
  dns: 'networking',
  claim: 'storage',
  hpa: 'workloads',
});
const of = (lines: Parameters<typeof statistics>[0], since?: number) =>
  statistics(lines, bank, NOW, since);

describe('attempts', () => {
  test('are counted by lab, with the best and the last', () => {
    const { labs } = of([result('rbac', 1, 5), result('rbac', 2, 9), result('rbac', 3, 7)]);
    expect(labs).toEqual([
      {
        lab: 'rbac',
        title: 'The lab rbac',
        part: null,
        domain: 'architecture',
        attempts: 3,
        best: 90,
        last: 70,
        passed: true,
        trend: null,
        ended: '2026-01-03T12:01:00.000Z',
        seconds: 60,
      },
    ]);
  });

  test('that were graded more than once are one, with the best result', () => {
    const again = (score: number, minute: number) =>
      result('rbac', 1, score, { ended: `2026-01-01T12:1${minute}:00.000Z` });
    const { labs } = of([again(3, 1), again(9, 2), again(4, 3), result('rbac', 2, 1)]);
    expect(labs).toMatchObject([{ attempts: 2, best: 90, last: 10, passed: false }]);
  });

  test('that could not be graded count for nobody and against nobody', () => {
    const error = { graded: false, score: null, passed: false };
    const { labs, domains } = of([result('rbac', 1, 9), result('rbac', 2, 0, error)]);
    expect(labs).toMatchObject([{ attempts: 1, last: 90, passed: true }]);
    expect(domains).toContainEqual(
      expect.objectContaining({ domain: 'architecture', attempts: 1 }),
    );
    expect(of([result('rbac', 2, 0, error)]).labs).toEqual([]);
  });

  test('at a part are apart from those at the whole lab', () => {
    const { labs, domains } = of([result('rbac', 1, 9), result('rbac', 2, 3, { part: 'save' })]);
    expect(labs).toMatchObject([
      { part: 'save', last: 30 },
      { part: null, last: 90 },
    ]);
    expect(domains).toContainEqual(
      expect.objectContaining({ domain: 'architecture', percent: 60, tried: 1, passed: 1 }),
    );
  });

  test('are in order of time, however the file is', () => {
    const { labs } = of([result('rbac', 3, 2), result('rbac', 1, 9)]);
    expect(labs).toMatchObject([{ last: 20 }]);
  });

  test('are rounded down: 66.6 % is not 67', () => {
    expect(of([result('rbac', 1, 2, { max: 3 })]).labs).toMatchObject([{ last: 66 }]);
    expect(of([result('rbac', 1, 29, { max: 50 })]).labs).toMatchObject([{ last: 58 }]);
  });

  test('before --since are left out, but what to practise next knows them', () => {
    const found = of([result('rbac', 1, 2), result('dns', 9, 9)], Date.parse(noon(5)));
    expect(found.since).toBe(noon(5));
    expect(found.labs.map(({ lab }) => lab)).toEqual(['dns']);
    expect(found.next).toContainEqual(
      expect.objectContaining({ lab: 'rbac', reason: 'last result 20 %, not passed' }),
    );
  });
});

test.each([
  [[5, 5, 5], null],
  [[5, 8, 8, 8], 'better'],
  [[8, 5, 5, 5], 'worse'],
  [[8, 9, 7, 8], 'steady'],
  [[2, 8, 5, 5, 6], 'steady'],
])('the trend of %j is %s', (scores, trend) => {
  const { labs } = of(scores.map((score, index) => result('rbac', index + 1, score)));
  expect(labs).toMatchObject([{ trend }]);
});

describe('domains', () => {
  test('stand with the weakest first, and one without a result before it', () => {
    const { domains } = of([result('rbac', 1, 9), result('dns', 2, 4), result('claim', 3, 6)]);
    expect(domains.map(({ domain, percent }) => [domain, percent])).toEqual([
      ['workloads', null],
      ['networking', 40],
      ['storage', 60],
      ['architecture', 90],
    ]);
  });

  test('count the last result of each lab, not every attempt', () => {
    const labs = bankOf({ a: 'storage', b: 'storage', c: 'storage' });
    const lines = [result('a', 1, 0), result('a', 2, 0), result('a', 3, 10), result('b', 4, 5)];
    expect(statistics(lines, labs, NOW).domains).toEqual([
      {
        domain: 'storage',
        percent: 75,
        attempts: 4,
        labs: 3,
        tried: 2,
        passed: 1,
        trend: 'better',
      },
    ]);
  });

  test('are as the line says, where the lab left the bank; without one they are unknown', () => {
    const { domains, labs } = of([
      result('gone', 1, 3, { domain: 'storage' }),
      result('older', 2, 3),
    ]);
    expect(domains).toContainEqual({
      domain: 'storage',
      percent: 30,
      attempts: 1,
      labs: 1,
      tried: 0,
      passed: 0,
      trend: null,
    });
    expect(labs).toContainEqual(expect.objectContaining({ lab: 'older', domain: null }));
  });
});

describe('exams', () => {
  test('are in order of time', () => {
    const lines = [exam({ exam: 'b', ended: noon(9) }), exam({ exam: 'a', ended: noon(2) })];
    expect(of(lines).exams.map((one) => one.exam)).toEqual(['a', 'b']);
  });

  test('whose grading was done again were taken once', () => {
    const { exams } = of([exam({ percent: null, passed: false }), exam({ percent: 70 })]);
    expect(exams).toMatchObject([{ exam: 'e1', percent: 70 }]);
  });
});
