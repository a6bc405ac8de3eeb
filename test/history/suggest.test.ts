import { describe, expect, test } from 'vitest';
import type { HistoryLine } from '../../src/history/line.ts';
import { statistics } from '../../src/history/statistics.ts';
import { bankOf, noon, result } from './fixture.ts';

function next(lines: HistoryLine[], bank: ReturnType<typeof bankOf>, day = 31) {
  const found = statistics(lines, bank, Date.parse(noon(day)));
  return found.next.map(({ lab, reason }) => `${lab}: ${reason}`);
}

describe('what to practise next', () => {
  test('is one lab of each kind of reason before a second of any', () => {
    const bank = bankOf({
      a: 'networking',
      b: 'networking',
      c: 'networking',
      d: 'storage',
      e: 'storage',
    });
    const lines = [result('c', 1, 4), result('d', 2, 10, { hints: 2 }), result('e', 3, 5)];
    expect(next(lines, bank)).toEqual([
      'a: no result yet; networking is your weakest domain',
      'c: last result 40 %, not passed',
      'd: passed only with 2 hints',
    ]);
  });

  test('goes on with the second ones where a kind has none', () => {
    const bank = bankOf({ a: 'storage', b: 'storage', c: 'networking' });
    expect(next([], bank)).toEqual([
      'c: no result yet in networking',
      'a: no result yet in storage',
      'b: no result yet in storage',
    ]);
  });

  test('says no more of a lab in a domain that is not the weakest', () => {
    const bank = bankOf({ a: 'storage', b: 'storage', c: 'networking' });
    expect(next([result('a', 30, 9), result('c', 30, 8)], bank)).toEqual(['b: no result yet']);
  });

  test('takes the lowest result first', () => {
    const bank = bankOf({ a: 'storage', b: 'storage' });
    expect(next([result('a', 1, 5), result('b', 1, 3)], bank)).toEqual([
      'b: last result 30 %, not passed',
      'a: last result 50 %, not passed',
    ]);
  });

  test('is a lab that was not passed at the last attempt, though at one before', () => {
    const bank = bankOf({ a: 'storage' });
    expect(next([result('a', 1, 10), result('a', 2, 5)], bank)).toEqual([
      'a: last result 50 %, not passed',
    ]);
  });

  test('is a lab that was passed with help alone; the solution counts for more than hints', () => {
    const bank = bankOf({ a: 'storage', b: 'storage', c: 'storage', d: 'storage' });
    const lines = [
      result('a', 30, 10, { hints: 1 }),
      result('b', 30, 10, { hints: 3 }),
      result('c', 30, 10, { solutionSeen: true }),
      result('d', 29, 10),
      result('d', 30, 10, { solutionSeen: true }),
    ];
    expect(next(lines, bank)).toEqual([
      'c: passed only with the solution seen',
      'b: passed only with 3 hints',
      'a: passed only with a hint',
    ]);
  });

  test('is a lab that was passed long ago', () => {
    const bank = bankOf({ a: 'storage', b: 'storage' });
    const lines = [result('a', 1, 10), result('b', 10, 10)];
    expect(next(lines, bank, 31)).toEqual([]);
    expect(next(lines, bank, 35)).toEqual(['a: passed 33 days ago']);
    expect(next(lines, bank, 60)).toEqual(['a: passed 58 days ago', 'b: passed 49 days ago']);
  });

  test('is a whole lab where only a part was tried', () => {
    const bank = bankOf({ a: 'storage' });
    expect(next([result('a', 30, 10, { part: 'save' })], bank)).toEqual([
      'a: no result yet; storage is your weakest domain',
    ]);
  });

  test('is no lab for an older form of the exam, nor one that left the bank', () => {
    const bank = bankOf({ a: 'storage' }, { a: ['legacy'] });
    expect(next([result('gone', 1, 2)], bank)).toEqual([]);
  });
});
