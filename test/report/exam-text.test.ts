import { expect, test } from 'vitest';
import { textOf } from '../../src/report/render.ts';
import { exam, hostile, hostileError, task, ungraded } from './exam-fixture.ts';

const plain = (_format: string, text: string) => text;
const marked = (format: string, text: string) => `<${format}>${text}</${format}>`;

test('an exam in words: tasks, domains, verdict, and what did not pass', () => {
  const one = exam({ lateSeconds: 90, remarks: ['The clock was set back.'] });
  const lines = textOf(one, plain).split('\n');
  expect(lines.map((line) => line.replaceAll(/(?<=\S) {2,}/g, '  ').trimEnd())).toEqual([
    'A short exam',
    'blueprint short, 30 minutes · seed 42 · mode exam · began 2026-01-01 10:00 UTC · ended 2026-01-01 10:25 UTC, submitted',
    '',
    '    TASK  POINTS  TIME  LAB  TITLE',
    '✔  1  2 of 2  1 min 15 s  demo  A demo',
    '✖  2  2 of 5  10 min 0 s  names  Give it its name (flagged)',
    '',
    'DOMAIN  WEIGHT  POINTS  REACHED',
    'workloads  40 %  2 of 2  100 %',
    'storage  60 %  2 of 5  40 %',
    '',
    'Score: 64 %, pass mark 66 %: not passed.',
    'Grading was late: it began 1 min 30 s after the work had ended.',
    'The clock was set back.',
    '',
    'Task 2: Give it its name',
    '✖ 0/2  It has its name (named)',
    '       expected: ConfigMap/a',
    '       actual:  ConfigMap/b',
    '                 and more',
    '       why:  Names count.',
    '– 0/1  It is used (used)',
    "       why:  'named' did not pass",
    'Read: Names, https://kubernetes.io/docs/names/',
  ]);
});

test('an exam with an error has no score, and says of which task', () => {
  const text = textOf(ungraded, plain);
  expect(text).toMatch(/^! +3 +not graded \(2\) /m);
  expect(text).toMatch(/^storage +60 % +not graded \(7\)$/m);
  expect(text).toContain(
    'Not graded: task 3 could not be graded. That is not your mistake; no score is written.',
  );
  expect(text).toMatch(/! –\/2 {2}Grading \(graded\)\n +why: +the cluster c2 is gone/);
  expect(text).not.toContain('Score:');
});

test('a score that stands beside an error is not shown', () => {
  const text = textOf(exam({ tasks: [task(), task({ number: 2, error: 'x' })] }), plain);
  expect(text).toContain('Not graded: task 2 could not be graded.');
  expect(text).not.toContain('64 %');
});

test('the answer of a task and what voids its points are told', () => {
  expect(textOf(exam({ tasks: [task({ answer: 'it took too long' })] }), plain)).toContain(
    'Task 1: A demo\nAnswer: it took too long',
  );
});

test('the verdict has a colour, rounded down to a tenth', () => {
  const passed = exam({ percent: 65.99, passed: false });
  expect(textOf(passed, marked)).toContain('<red>Score: 65.9 %, pass mark 66 %: not passed.</red>');
  // A sum of fractions that is a hair too small.
  expect(textOf(exam({ percent: 65.99999999999999, passed: true }), marked)).toContain(
    '<green>Score: 66 %, pass mark 66 %: passed.</green>',
  );
});

test('nothing that a learner named reaches the terminal as more than text', () => {
  for (const one of [hostile, hostileError]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
    expect(textOf(one, plain)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  }
});

test('an exam without a percentage and without an error says why', () => {
  expect(textOf(exam({ percent: null }), plain)).toContain('Not graded: no task gives points.');
});
