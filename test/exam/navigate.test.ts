import { expect, test } from 'vitest';
import { remaining } from '../../src/exam/clock.ts';
import { goTo, nextNumber, settle, toggleFlag } from '../../src/exam/navigate.ts';
import { after, examOf, MINUTE, runningExam } from './fixture.ts';

const secondsOf = (exam: ReturnType<typeof examOf>) => exam.tasks.map(({ seconds }) => seconds);

test('time is spent on the task that is the current one', () => {
  const exam = runningExam();
  goTo(exam, 2, after(90_400));
  settle(exam, after(100_000));
  goTo(exam, 1, after(150_900));
  settle(exam, after(160_000));
  expect(exam.current).toBe(1);
  expect(secondsOf(exam)).toEqual([100, 60, 0]);
  // What is spent on tasks adds up to what is spent.
  expect(exam.clock.spent).toBe(160_000);
});

test('going to a task that is the current one changes nothing but the time', () => {
  const exam = runningExam();
  goTo(exam, 1, after(5000));
  expect(exam.current).toBe(1);
  expect(secondsOf(exam)).toEqual([5, 0, 0]);
});

test('before the clock begins tasks can be gone to, and no time is spent', () => {
  const exam = examOf();
  goTo(exam, 3, after(90_000));
  expect(exam.current).toBe(3);
  expect(secondsOf(exam)).toEqual([0, 0, 0]);
});

test('time that the machine slept is spent and told once, as it grows', () => {
  const exam = runningExam();
  const asleep = (minutes: number, ran: number) => ({
    ...after(ran * MINUTE),
    wall: after(minutes * MINUTE).wall,
  });
  settle(exam, asleep(10, 2));
  settle(exam, asleep(22, 3));
  expect(secondsOf(exam)).toEqual([22 * 60, 0, 0]);
  expect(exam.remarks).toEqual([
    'The clock of this machine went further than the machine ran by 19 min, as when it sleeps; that time counts.',
  ]);
});

test('no time is spent once work has ended', () => {
  const exam = runningExam();
  settle(exam, after(MINUTE));
  exam.endedBy = 'submitted';
  settle(exam, after(3 * MINUTE));
  expect(secondsOf(exam)).toEqual([60, 0, 0]);
});

test('not more time is spent than there is', () => {
  const exam = runningExam();
  goTo(exam, 2, after(29 * MINUTE));
  settle(exam, after(45 * MINUTE));
  settle(exam, after(46 * MINUTE));
  expect(secondsOf(exam)).toEqual([29 * 60, 60, 0]);
  expect(remaining(exam.clock, exam.blueprint.minutes, after(46 * MINUTE))).toBe(0);
});

test('a task that the exam has not is refused, and nothing changes', () => {
  const exam = runningExam();
  for (const number of [0, 4, 1.5, Number.NaN]) {
    expect(() => goTo(exam, number, after(1000))).toThrow(`This exam has no task ${number}.`);
  }
  expect(exam).toEqual(runningExam());
});

test('a flag is put on and taken off', () => {
  const exam = runningExam();
  expect(toggleFlag(exam, 2).flagged).toBe(true);
  expect(toggleFlag(exam).number).toBe(1);
  expect(exam.tasks.map(({ flagged }) => flagged)).toEqual([true, true, false]);
  expect(toggleFlag(exam, 2).flagged).toBe(false);
});

test('after the last task there is no next one', () => {
  expect(nextNumber(runningExam())).toBe(2);
  expect(nextNumber(runningExam({ current: 3 }))).toBeUndefined();
});
