import { type FinalResults, Parser, type Result as TapResult } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { clean, oneLine } from '../../src/report/clean.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import type { LabReport } from '../../src/report/model.ts';
import { render } from '../../src/report/render.ts';
import { exam, HOSTILE, hostile, hostileError, ungraded } from './exam-fixture.ts';
import { report } from './fixture.ts';

interface Read {
  tests: TapResult[];
  final: FinalResults;
  /** Lines that are no TAP. */
  rest: string[];
}

/** As a harness reads it; one of its kind ends with an error on what it does not understand. */
function read(one: ExamReport | LabReport): Read {
  const tests: TapResult[] = [];
  const rest: string[] = [];
  let final: FinalResults | undefined;
  const parser = new Parser((results) => {
    final = results;
  });
  parser.on('assert', (result) => tests.push(result));
  parser.on('child', () => rest.push('a subtest'));
  parser.on('extra', (line) => rest.push(line));
  parser.end(render('tap', one));
  if (!final) throw new Error('TAP did not end');
  return { tests, final, rest };
}

describe('TAP', () => {
  test('has a test for each check; nothing counts as skipped or to do', () => {
    const { tests, final, rest } = read(ungraded);
    expect(rest).toEqual([]);
    expect(tests.map(({ ok, name }) => [ok, name])).toEqual([
      [true, 'demo/there: It is there (2 of 2)'],
      [true, 'names/there: It is there (2 of 2)'],
      [false, 'names/named: It has its name (0 of 2)'],
      [false, 'names/used: It is used (0 of 1)'],
      [true, 'names/kept: The rest is left alone (gate)'],
      [false, 'lost/graded: Grading (– of 2)'],
    ]);
    expect(final).toMatchObject({ ok: false, count: 6, pass: 3, fail: 3, skip: 0, todo: 0 });
    expect(final.plan).toMatchObject({ start: 1, end: 6 });
  });

  test('says in a diagnostic what was expected, what was skipped, and what is in error', () => {
    const { tests } = read(ungraded);
    expect(tests.map(({ diag }) => diag)).toEqual([
      null,
      null,
      { points: 2, expected: 'ConfigMap/a', actual: 'ConfigMap/b\nand more', why: 'Names count.' },
      { points: 1, skipped: true, why: "'named' did not pass" },
      null,
      { points: 2, error: true, why: 'the cluster c2 is gone' },
    ]);
  });

  test.each([
    ['an exam', exam(), false],
    ['a lab', report(), true],
  ])('of %s is well-formed', (_what, one, ok) => {
    const { final, rest } = read(one);
    expect(final.failures.filter(({ tapError }) => tapError)).toEqual([]);
    expect(final.ok).toBe(ok);
    expect(rest).toEqual([]);
  });

  test('is not led astray by a text', () => {
    const { tests, final, rest } = read(hostile);
    expect(rest).toEqual([]);
    expect(final).toMatchObject({ count: 3, pass: 1, fail: 2, skip: 0, todo: 0 });
    expect(final.failures.filter(({ tapError }) => tapError)).toEqual([]);
    const shown = clean(HOSTILE);
    expect(tests[0]?.name).toBe(`names/there: ${oneLine(shown)} (0 of 2)`);
    expect(tests[0]?.diag).toMatchObject({ expected: shown, actual: shown, why: shown });
    expect(read(hostileError).final).toMatchObject({ count: 2, pass: 0, fail: 2, skip: 0 });
  });
});
