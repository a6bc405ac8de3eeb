import { expect, test } from 'vitest';
import { fileHasLines } from '../../src/grading/learner-lines.ts';
import { fakeFacts } from './fakes.ts';

const look = async (text: string | undefined) => {
  const facts = fakeFacts({ file: async () => text });
  const outcome = await fileHasLines(
    'notes.txt',
    () => 'ERROR one',
    () => 'ERROR two',
  )(facts);
  return outcome.verdict === 'failed' ? outcome.actual : 'passed';
};

test.each(['ERROR one\nERROR two\n', 'ERROR one\nERROR two', 'ERROR one\nERROR two\n\n'])(
  'the lines, however the last one ends: %j',
  async (text) => {
    expect(await look(text)).toBe('passed');
  },
);

test.each([
  [undefined, 'there is no such file'],
  ['', 'it is empty'],
  ['\n', 'it is empty'],
  ['ERROR two\nERROR one\n', 'line 1 is "ERROR two"'],
  ['ERROR one\n', 'it ends after line 1'],
  ['ERROR one\nERROR two\nERROR two\n', 'line 3 is "ERROR two"'],
  ['ERROR one\r\nERROR two\r\n', 'line 1 is "ERROR one\\r"'],
  ['ERROR one\n\nERROR two\n', 'line 2 is ""'],
  [' ERROR one\nERROR two\n', 'line 1 is " ERROR one"'],
])('%j is something else', async (text, actual) => {
  expect(await look(text)).toBe(actual);
});

test('what the task says is shown, what the lab keeps is not', async () => {
  const facts = fakeFacts({ file: async () => undefined });
  expect(await fileHasLines('a.txt', 'green')(facts)).toMatchObject({
    expected: "a.txt holds 'green'",
  });
  expect(await fileHasLines('a.txt', () => 'green')(facts)).toMatchObject({
    expected: 'a.txt holds what was asked for, one line',
  });
});

test('line breaks without end take no time', async () => {
  const start = performance.now();
  const facts = fakeFacts({ file: async () => `one${'\n'.repeat(200_000)}x` });
  expect((await fileHasLines('a.txt', 'one')(facts)).verdict).toBe('failed');
  const windows = fakeFacts({ file: async () => `one${'\r\n'.repeat(200_000)}` });
  expect((await fileHasLines('a.txt', 'one')(windows)).verdict).toBe('passed');
  expect(performance.now() - start).toBeLessThan(1000);
});
