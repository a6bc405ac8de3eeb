import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExamRecord } from '../../src/exam/record.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import { task } from '../report/exam-fixture.ts';
import { reportOn, runningExam } from './fixture.ts';

const main = path.resolve(import.meta.dirname, '../../src/main.ts');
let top: string;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'exam-cli-'));
  await mkdir(path.join(top, 'cka-lab/exam'), { recursive: true });
});
afterEach(() => rm(top, { recursive: true }));

/** An exam that was graded; nothing of it is left but its record. */
async function graded(more: Partial<ExamReport> = {}): Promise<ExamRecord> {
  const exam = runningExam({ phase: 'graded', endedBy: 'submitted' });
  exam.report = reportOn(exam, { tasks: [task()], ...more });
  await writeFile(path.join(top, 'cka-lab/exam/exam.json'), JSON.stringify(exam));
  return exam;
}

const exam = (...args: string[]) =>
  execa(process.execPath, [main, 'exam', ...args], {
    env: { XDG_STATE_HOME: top, CI: '' },
    reject: false,
    stdin: 'ignore',
  });

test.each([
  ['task'],
  ['next'],
  ['goto', '2'],
  ['flag'],
  ['shell', '--', 'true'],
  ['hint'],
  ['solution'],
  ['grade'],
  ['submit'],
  ['result'],
  ['repair'],
  ['stop'],
])('without an exam, %s says how to begin', async (...args) => {
  const { stderr, exitCode } = await exam(...args);
  expect(stderr).toBe('Error: No exam is on.\n→ Start one with `cka-lab exam start`.');
  expect(exitCode).toBe(2);
});

test.each([
  [0, { percent: 70, passed: true }],
  [1, { percent: 40, passed: false }],
  [3, { percent: null, passed: false, tasks: [task({ report: null, error: 'it is gone' })] }],
])('a result ends with %i', async (code, more) => {
  const { report } = await graded(more);
  const { stdout, exitCode } = await exam('result', '--output', 'json');
  expect(JSON.parse(stdout)).toEqual(report);
  expect(exitCode).toBe(code);
});

test('a result is written in the forms that are asked for', async () => {
  await graded();
  const file = path.join(top, 'result.html');
  const { stdout, exitCode } = await exam('result', '--report', `html=${file}`);
  expect(stdout).toContain('70 %');
  expect(await readFile(file, 'utf8')).toContain('<html');
  expect(exitCode).toBe(0);
  const wrong = await exam('result', '--report', 'html=/dev/null/result.html');
  expect(wrong.stderr).toContain("can't be written");
  expect(wrong.exitCode).toBe(2);
});

test('once an exam is graded its tasks, hints and solutions can be read, and nothing is done', async () => {
  await graded();
  const [read, hint, solution, grade] = await Promise.all([
    exam('task', '2'),
    exam('hint', '1'),
    exam('solution', '1'),
    exam('grade', '1'),
  ]);
  expect(read.stdout).toMatch(/^Task 2 of 3 · 30 %\n\n {2}ssh cka2\n\n/);
  expect(hint.stdout).toMatch(/^1\. /);
  expect([solution.exitCode, grade.exitCode]).toEqual([0, 0]);
  const refused = await Promise.all(['next', 'flag', 'submit'].map((command) => exam(command)));
  for (const { stderr, exitCode } of refused) {
    expect(stderr).toContain('This exam has ended.');
    expect(exitCode).toBe(2);
  }
  const status = JSON.parse((await exam('status', '--output', 'json')).stdout);
  expect(status).toMatchObject({ phase: 'graded', result: { percent: 70, passed: true } });
  // No keeper was started for it.
  await expect(stat(path.join(top, 'cka-lab/exam/keeper.log'))).rejects.toThrow('ENOENT');
});

test('a number that is no task is refused', async () => {
  await graded();
  const { stderr, exitCode } = await exam('task', '4');
  expect(stderr).toContain('This exam has no task 4.');
  expect(exitCode).toBe(2);
});

test('an exam is not removed unless one agrees', async () => {
  await graded();
  const { stderr, exitCode } = await exam('stop');
  expect(stderr).toContain('The exam and its report stay.');
  expect(exitCode).toBe(2);
});
