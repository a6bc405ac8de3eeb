import { describe, expect, test } from 'vitest';
import { type Box, both, boxOf, without } from '../../../src/grading/sets/box.ts';
import { bothRanges, joined, range, rangesWithout } from '../../../src/grading/sets/ranges.ts';
import {
  bothValues,
  hasValue,
  noneOf,
  noValues,
  oneOf,
  otherValues,
  someValue,
} from '../../../src/grading/sets/values.ts';

const TEXTS = [undefined, 'a', 'b', 'somebody elses'];
const some = [oneOf(), oneOf('a'), oneOf('a', undefined), noneOf(), noneOf('b'), noneOf(undefined)];

test('values: both and others, for each text', () => {
  for (const one of some) {
    for (const text of TEXTS) {
      expect(hasValue(otherValues(one), text)).toBe(!hasValue(one, text));
      for (const other of some) {
        const common = bothValues(one, other);
        expect(hasValue(common, text)).toBe(hasValue(one, text) && hasValue(other, text));
      }
    }
    if (!noValues(one)) expect(hasValue(one, someValue(one))).toBe(true);
  }
  expect(someValue(noneOf(undefined, 'other'))).toBe('other-2');
});

test('ranges: joined, common, and what is left', () => {
  const a = joined(range(5, 9), range(1, 2), range(3), range(20, 30), range(7, 12));
  expect(a).toEqual([...range(1, 3), ...range(5, 12), ...range(20, 30)]);
  const b = joined(range(2, 6), range(12, 25));
  const numbers = (ranges: typeof a) =>
    ranges.flatMap(({ first, last }) =>
      Array.from({ length: Number(last - first) + 1 }, (_, more) => Number(first) + more),
    );
  const [left, right] = [numbers(a), numbers(b)];
  expect(numbers(bothRanges(a, b))).toEqual(left.filter((one) => right.includes(one)));
  expect(numbers(rangesWithout(a, b))).toEqual(left.filter((one) => !right.includes(one)));
  expect(numbers(rangesWithout(b, a))).toEqual(right.filter((one) => !left.includes(one)));
});

describe('boxes', () => {
  // Every box over few values of two labels and a number, against every point of that small world.
  const numbers = [1, 2, 3, 4];
  const points = TEXTS.flatMap((x) =>
    TEXTS.flatMap((y) => numbers.map((n) => ({ x, y, n: BigInt(n) }))),
  );
  type Point = (typeof points)[number];
  const isIn = (box: Box, { x, y, n }: Point) =>
    [...box].every(([key, trait]) => {
      if ('allBut' in trait) return hasValue(trait, key === 'x' ? x : y);
      return trait.some(({ first, last }) => first <= n && n <= last);
    });
  const full = some.filter((one) => !noValues(one));
  const boxes = [undefined, ...full].flatMap((x) =>
    [undefined, ...full].flatMap((y) =>
      [range(1, 4), joined(range(1), range(3))].map((n) => boxOf({ x, y, n })),
    ),
  );

  test('both: what is in one and the other', () => {
    for (const a of boxes.filter((_, index) => index % 3 === 0)) {
      for (const b of boxes.filter((_, index) => index % 4 === 1)) {
        const common = both(a, b);
        const expected = points.map((point) => isIn(a, point) && isIn(b, point));
        expect(points.map((point) => (common ? isIn(common, point) : false))).toEqual(expected);
      }
    }
  });

  test('without: each point that is left is in one box alone', () => {
    for (const a of boxes.filter((_, index) => index % 5 === 0)) {
      for (const b of boxes.filter((_, index) => index % 7 === 2)) {
        for (const c of boxes.filter((_, index) => index % 11 === 4)) {
          const left = without([a], [b, c]);
          for (const point of points) {
            const isLeft = isIn(a, point) && !isIn(b, point) && !isIn(c, point);
            expect(left.filter((box) => isIn(box, point))).toHaveLength(isLeft ? 1 : 0);
          }
        }
      }
    }
  });

  test('numbers need limits, and are no texts', () => {
    expect(() => without([boxOf({})], [boxOf({ n: range(1) })])).toThrow('needs limits');
    expect(() => both(boxOf({ n: range(1) }), boxOf({ n: oneOf('a') }))).toThrow('numbers here');
  });
});
