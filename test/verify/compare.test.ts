import { describe, expect, test } from 'vitest';
import type { LabReport } from '../../src/report/model.ts';
import { compare } from '../../src/verify/compare.ts';
import type { GradedOnce } from '../../src/verify/runs.ts';
import { check, report } from '../report/fixture.ts';

const isGood = (expects: GradedOnce, given: LabReport) => {
  const { expected, actual } = compare(expects, given);
  return expected === actual;
};
const failed = (id: string) => check({ id, verdict: 'failed', actual: 'x' });
const error = check({ id: 'e', verdict: 'error', why: 'w' });
const skipped = check({ id: 's', verdict: 'skipped' });
const none = { score: 0, passed: false };
const notGraded = { graded: false, score: null, passed: false };

describe('a run is as expected', () => {
  test.each<[string, GradedOnce, LabReport, boolean]>([
    [
      'untouched, no points',
      { kind: 'untouched' },
      report({ checks: [failed('a')], ...none }),
      true,
    ],
    ['untouched, points', { kind: 'untouched' }, report(), false],
    ['untouched, error', { kind: 'untouched' }, report({ checks: [error], ...notGraded }), false],
    ['right, all points', { kind: 'right' }, report(), true],
    [
      'right, some points',
      { kind: 'right' },
      report({ checks: [check(), failed('a')], max: 4 }),
      false,
    ],
    [
      'right, all points but a gate',
      { kind: 'right' },
      report({ checks: [check(), failed('g')] }),
      false,
    ],
    ['right, error', { kind: 'right' }, report({ checks: [check(), error], ...notGraded }), false],
    [
      'wrong, exactly those, skipped ones not counted',
      { kind: 'wrong', fails: ['b', 'a'] },
      report({ checks: [failed('a'), failed('b'), skipped, check()] }),
      true,
    ],
    [
      'wrong, one too few',
      { kind: 'wrong', fails: ['a', 'b'] },
      report({ checks: [failed('a')] }),
      false,
    ],
    [
      'wrong, one too many',
      { kind: 'wrong', fails: ['a'] },
      report({ checks: [failed('a'), failed('b')] }),
      false,
    ],
    [
      'wrong, with an error',
      { kind: 'wrong', fails: ['a'] },
      report({ checks: [failed('a'), error] }),
      false,
    ],
    [
      'destroyed, failed',
      { kind: 'destroyed', points: 'none' },
      report({ checks: [failed('a')], ...none }),
      true,
    ],
    [
      'destroyed, points left',
      { kind: 'destroyed', points: 'none' },
      report({ checks: [failed('a'), check()] }),
      false,
    ],
    [
      'destroyed, points left that may be',
      { kind: 'destroyed', points: 'some' },
      report({ checks: [failed('a'), check()] }),
      true,
    ],
    [
      'destroyed, error, points may be left',
      { kind: 'destroyed', points: 'some' },
      report({ checks: [failed('a'), error], ...notGraded }),
      false,
    ],
    [
      'destroyed, error',
      { kind: 'destroyed', points: 'none' },
      report({ checks: [failed('a'), error], ...notGraded }),
      false,
    ],
    [
      'destroyed, nothing failed',
      { kind: 'destroyed', points: 'none' },
      report({ checks: [check()], ...none }),
      false,
    ],
    ['cut, errors', { kind: 'cut' }, report({ checks: [error, skipped], ...notGraded }), true],
    [
      'cut, one failed',
      { kind: 'cut' },
      report({ checks: [error, failed('a')], ...notGraded }),
      false,
    ],
    ['cut, graded', { kind: 'cut' }, report(), false],
  ])('%s', (_name, expects, given, good) => {
    expect(isGood(expects, given)).toBe(good);
  });
});
