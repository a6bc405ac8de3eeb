import { expect, test } from 'vitest';
import { clean, cleaned } from '../../src/report/clean.ts';

const actual = (expected: string, found: string) => cleaned({ expected, actual: found }).actual;

test.each([
  ['a byte order mark', "a.txt holds 'ok'", 'line 1 is "\uFEFFok"', 'line 1 is "<U+FEFF>ok"'],
  ['a blank that does not break', 'a b', 'a\u00A0b', 'a<U+00A0>b'],
  ['no width', 'ok', 'o\u200Bk', 'o<U+200B>k'],
  ['a tab for a blank', 'a b', 'a\tb', 'a<U+0009>b'],
  ['a blank at the end', 'a', 'a ', 'a<U+0020>'],
  ['a line end as on Windows', 'a', 'a\r', 'a<U+000D>'],
  ['a Cyrillic letter', "the line 'secret'", 'it is "\u0455ecret"', 'it is "\u0455<U+0455>ecret"'],
  ['a combined letter', 'caf\u00E9', 'cafe\u0301 is there', 'cafe\u0301<U+0301> is there'],
])('%s is seen', (_what, expected, found, shown) => {
  expect(actual(expected, found)).toBe(shown);
});

test.each([
  ['a Pod', 'none'],
  ['the name Zürich', 'it is Zürich, in Köln'],
  ['a  b\tc', 'something  else\t'],
])('%s, %s: what looks different stays as it is', (expected, found) => {
  expect(actual(expected, found)).toBe(found);
});

test('what turns the direction of a text shows', () => {
  expect(clean('a\u202Eb\u2066c')).toBe('a<U+202E>b<U+2066>c');
});
