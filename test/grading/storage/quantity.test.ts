import { expect, test } from 'vitest';
import { sameQuantity } from '../../../src/grading/storage/quantity.ts';

test.each([
  ['1Gi', '1024Mi'],
  ['1Gi', '1073741824'],
  ['1.5Gi', '1536Mi'],
  ['.5Ki', '512'],
  ['500M', '0.5G'],
  ['500M', '500e6'],
  ['1E', '1e18'],
  ['1Ei', '1152921504606846976'],
  ['100m', '0.1'],
  ['1000000n', '1m'],
  ['1500u', '1.5m'],
  ['+2k', '2000.'],
  ['-1k', '-1000'],
  ['0', '0Gi'],
  // Finer than a billionth is rounded up.
  ['0.1n', '1n'],
])('%s is %s', (one, other) => {
  expect(sameQuantity(one, other)).toBe(true);
});

test.each([
  ['1Gi', '1G'],
  ['500Mi', '500M'],
  ['1Gi', '1Mi'],
  ['1m', '1M'],
  ['9007199254740993', '9007199254740992'],
  ['1E', '1e17'],
])('%s is not %s', (one, other) => {
  expect(sameQuantity(one, other)).toBe(false);
});

test.each(['', 'Gi', '1gi', '1 Gi', '1KiB', '.', '1e', 'ten'])('%o is no quantity', (text) => {
  expect(() => sameQuantity(text, '1')).toThrow('is no quantity');
});
