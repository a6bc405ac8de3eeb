import { expect, test } from 'vitest';
import { createAgenda } from '../../src/watch/agenda.ts';

/** When 'a' is taken, at each millisecond that something is due, until `end`. */
function taken(agenda: ReturnType<typeof createAgenda>, end: number): number[] {
  const times: number[] = [];
  for (let next = agenda.next(); next !== undefined && next <= end; next = agenda.next()) {
    if (agenda.take(next).includes('a')) times.push(next);
  }
  return times;
}

test('a change is looked at soon, and again until a cluster has taken it in', () => {
  const agenda = createAgenda();
  agenda.changed('a', 1000);
  expect(taken(agenda, 60_000)).toEqual([1100, 1300, 1800, 3000, 6000]);
  expect(agenda.next()).toBeUndefined();
});

test('changes that come together are looked at together, and never later than 300 ms', () => {
  const agenda = createAgenda();
  for (const now of [0, 50, 120]) agenda.changed('a', now);
  expect(agenda.next()).toBe(220);
  for (const now of [200, 290]) agenda.changed('a', now);
  expect(agenda.next()).toBe(300);
  expect(agenda.take(300)).toEqual(['a']);
  agenda.changed('a', 310);
  expect(agenda.next()).toBe(410);
});

test('what may have been missed is looked at once', () => {
  const agenda = createAgenda();
  agenda.once('a', 0);
  expect(taken(agenda, 60_000)).toEqual([100]);
  expect(agenda.isSettling('a', 200)).toBe(false);
});

test('a change settles for five seconds', () => {
  const agenda = createAgenda();
  agenda.changed('a', 1000);
  expect([1000, 5999, 6000].map((now) => agenda.isSettling('a', now))).toEqual([true, true, false]);
  expect(agenda.isSettling('b', 1000)).toBe(false);
});

test('all that is polled is due at the same moment', () => {
  const agenda = createAgenda();
  agenda.later('a', 9000);
  agenda.later('b', 11_500);
  agenda.later('b', 11_600);
  expect(agenda.next()).toBe(12_000);
  expect(agenda.take(11_999)).toEqual([]);
  expect(agenda.take(12_000)).toEqual(['a', 'b']);
  expect(agenda.next()).toBeUndefined();
});
