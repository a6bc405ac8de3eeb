import { expect, test } from 'vitest';
import { scoreOf } from '../../src/grading/score.ts';
import type { CheckResult, Verdict } from '../../src/grading/verdict.ts';

function result(
  id: string,
  points: number,
  verdict: Verdict,
  part: string | null = null,
): CheckResult {
  const kind = points === 0 ? 'gate' : 'check';
  return {
    id,
    kind,
    part,
    points,
    verdict,
    title: id,
    expected: null,
    actual: null,
    differences: null,
    why: null,
    milliseconds: 1,
  };
}
const lab = { passMark: 66, parts: [] };

test('the points of what passed are the score', () => {
  const checks = [result('a', 4, 'passed'), result('b', 2, 'failed'), result('c', 2, 'skipped')];
  expect(scoreOf(checks, lab)).toMatchObject({ graded: true, score: 4, max: 8, passed: false });
});

test.each([
  [66, 66, true],
  [65, 66, false],
  [99, 100, false],
  [1, 1, true],
])('%i points of 100 at a pass mark of %i %% → %s', (points, passMark, passed) => {
  const checks = [result('a', points, 'passed'), result('b', 100 - points, 'failed')];
  expect(scoreOf(checks, { passMark, parts: [] }).passed).toBe(passed);
});

test('a failed gate voids the score; a skipped one does not', () => {
  const gate = (verdict: Verdict) =>
    scoreOf([result('a', 8, 'passed'), result('kept', 0, verdict)], lab);
  expect(gate('failed')).toMatchObject({ graded: true, score: 0, passed: false });
  expect(gate('skipped')).toMatchObject({ graded: true, score: 8, passed: true });
  expect(gate('passed')).toMatchObject({ score: 8 });
  expect(gate('error')).toMatchObject({ graded: false, score: null, passed: false });
});

test('with any error there is no score at all, whatever else passed or failed', () => {
  const checks = [result('a', 8, 'passed'), result('b', 1, 'error'), result('kept', 0, 'failed')];
  expect(scoreOf(checks, lab)).toMatchObject({ graded: false, score: null, max: 9, passed: false });
});

test('nothing graded is not passed', () => {
  expect(scoreOf([], lab)).toMatchObject({ score: 0, max: 0, passed: false });
});
