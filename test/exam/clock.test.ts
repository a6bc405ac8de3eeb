import { describe, expect, test } from 'vitest';
import {
  advance,
  begin,
  elapsed,
  type Moment,
  NOT_BEGUN,
  remaining,
  stopped,
} from '../../src/exam/clock.ts';
import { timeOf } from '../../src/exam/uptime.ts';

const MINUTE = 60_000;
const START: Moment = { wall: Date.UTC(2026, 0, 5, 10), boot: 'first', sinceBoot: 3 * MINUTE };

/** So many minutes after START by the wall clock, and by the time since boot if that differs. */
function later(wall: number, sinceBoot = wall): Moment {
  return {
    wall: START.wall + wall * MINUTE,
    boot: 'first',
    sinceBoot: START.sinceBoot + sinceBoot * MINUTE,
  };
}

/** After a boot that took place a minute before. */
function rebooted(wall: number): Moment {
  return { wall: START.wall + wall * MINUTE, boot: 'second', sinceBoot: MINUTE };
}

const left = (clock: Parameters<typeof remaining>[0], now: Moment) =>
  remaining(clock, 120, now) / MINUTE;

test('a clock begins at the moment that it is given, with all of its time', () => {
  expect(begin(START)).toEqual({
    begun: '2026-01-05T10:00:00.000Z',
    spent: 0,
    at: START,
    setBack: false,
  });
  expect(left(begin(START), START)).toBe(120);
});

test('a clock that has not begun spends nothing', () => {
  expect(advance(NOT_BEGUN, later(500))).toBe(NOT_BEGUN);
  expect(left(NOT_BEGUN, later(500))).toBe(120);
});

test('time is spent while nobody writes the clock', () => {
  expect(left(begin(START), later(50))).toBe(70);
  expect(left(advance(begin(START), later(20)), later(50))).toBe(70);
  expect(left(begin(START), later(120))).toBe(0);
  expect(left(begin(START), later(500))).toBe(0);
});

test('what the machine slept is spent', () => {
  // The time since boot counts it, and so does the wall clock.
  const awake = advance(begin(START), later(10));
  expect(left(awake, later(70))).toBe(50);
  expect(advance(awake, later(70)).setBack).toBe(false);
});

describe('within one boot the wall clock', () => {
  test('gives no time when it is set back, which is noted', () => {
    const clock = advance(begin(START), later(-600, 30));
    expect(left(clock, later(-600, 30))).toBe(90);
    expect(clock.setBack).toBe(true);
    expect(left(clock, later(-580, 50))).toBe(70);
  });

  test('counts where it went further: the host of the machine suspended it, for instance', () => {
    const clock = advance(begin(START), later(60, 1));
    expect(left(clock, later(60, 1))).toBe(60);
    expect(clock.unseen).toBe(59 * MINUTE);
    expect(clock.setBack).toBe(false);
    expect(left(clock, later(70, 11))).toBe(50);
  });

  test('takes no time when it was set back and is right again', () => {
    const back = advance(begin(START), later(-600, 10));
    const right = advance(back, later(20));
    expect(right.unseen).toBe(0);
    expect(left(right, later(20))).toBe(100);
  });

  test('does not add up what it differs by a little', () => {
    let clock = begin(START);
    for (let step = 1; step <= 600; step += 1) {
      clock = advance(clock, later(step / 6 + (step % 2) / 1000, step / 6));
    }
    expect(clock.spent).toBeCloseTo(100 * MINUTE, -1);
  });

  test('stays noted as set back once it is right again', () => {
    const back = advance(begin(START), later(-600, 10));
    expect(advance(back, later(20)).setBack).toBe(true);
  });

  test('may be moved by a time server', () => {
    expect(advance(begin(START), later(9.95, 10)).setBack).toBe(false);
  });
});

describe('over a reboot', () => {
  test('the time that the machine was off is spent', () => {
    expect(left(advance(begin(START), later(10)), rebooted(40))).toBe(80);
  });

  test('a clock that was set back takes none and gives none, which is noted', () => {
    const clock = advance(advance(begin(START), later(10)), rebooted(-300));
    expect(left(clock, rebooted(-300))).toBe(110);
    expect(clock.setBack).toBe(true);
    const after = { ...rebooted(-280), sinceBoot: 21 * MINUTE };
    expect(left(clock, after)).toBe(90);
  });
});

test('a time since boot that began anew under the same id counts as a reboot', () => {
  const anew = { ...later(40), sinceBoot: 1000 };
  expect(left(advance(begin(START), later(10)), anew)).toBe(80);
});

test('where the machine knows no boot the wall clock counts, and never backwards', () => {
  const at = (minutes: number) => ({ wall: START.wall + minutes * MINUTE, boot: '', sinceBoot: 0 });
  const clock = advance(begin(at(0)), at(15));
  expect(left(clock, at(20))).toBe(100);
  expect(left(clock, at(-60))).toBe(105);
  expect(advance(clock, at(-60)).setBack).toBe(true);
});

test('a clock that is stopped late stands at the moment when its time was up', () => {
  const late = stopped(advance(begin(START), later(150)), 120);
  expect(late.spent).toBe(120 * MINUTE);
  expect(late.at).toEqual(later(120));
  expect(elapsed(late.at ?? START, later(155))).toBe(35 * MINUTE);
  const off = stopped(advance(begin(START), rebooted(150)), 120);
  expect(elapsed(off.at ?? START, { ...rebooted(155), sinceBoot: 6 * MINUTE })).toBe(35 * MINUTE);
  const early = advance(begin(START), later(60));
  expect(stopped(early, 120)).toBe(early);
});

test('this machine tells its boot, and time since then goes on', async () => {
  const time = timeOf({ now: Date.now });
  const before = time();
  expect(before.boot).toMatch(/^[0-9a-f-]{36}$/);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const spent = elapsed(before, time());
  expect(spent).toBeGreaterThanOrEqual(40);
  expect(spent).toBeLessThan(5000);
});
