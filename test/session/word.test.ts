import { expect, test } from 'vitest';
import { isMarked, LAB_LABEL, newWord } from '../../src/cluster/lab-mark.ts';
import { wordOf } from '../../src/session/record.ts';

const marked = (word: string) => ({
  metadata: { name: 'a', uid: '', labels: { [LAB_LABEL]: word } },
});

test('objects are marked by a word that tells nothing and that each start draws anew', () => {
  const record = { lab: 'kubelet-down', word: newWord() };
  expect(wordOf(record)).toMatch(/^x[0-9a-f]{16}$/);
  expect(newWord()).not.toBe(record.word);
  expect(isMarked(marked(record.word), wordOf(record))).toBe(true);
  // Somebody else's start of the same lab.
  expect(isMarked(marked('kubelet-down'), wordOf(record))).toBe(false);
});

test('what a former version seeded is known by the id of its lab', () => {
  expect(isMarked(marked('rbac'), wordOf({ lab: 'rbac' }))).toBe(true);
});
