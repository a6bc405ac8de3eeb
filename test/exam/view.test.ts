import { describe, expect, test } from 'vitest';
import { unfinished } from '../../src/exam/submit.ts';
import { listText, rulesText, taskText, valuesBefore } from '../../src/exam/texts.ts';
import { type LabTitle, statusText, timeText, viewOf } from '../../src/exam/view.ts';
import { after, clusterUp, examOf, MINUTE, reportOn, runningExam, taskState } from './fixture.ts';

const LABS = new Map<string, LabTitle>([
  ['rbac', { title: 'Let an account read pods', points: 8 }],
  ['node-affinity', { title: 'Keep pods off a node', points: 6 }],
  ['network-policy', { title: 'Allow one client alone', points: 7 }],
]);

const view = (exam: ReturnType<typeof examOf>, minutes = 0) =>
  viewOf(exam, LABS, after(minutes * MINUTE));

describe('the status of an exam', () => {
  test('shows the time, and of a task no more than its title', () => {
    const exam = runningExam({ current: 2 });
    exam.tasks[1] = taskState(2, { state: 'ready', flagged: true, seconds: 30 });
    exam.clusters.c2 = { ...clusterUp('c2'), host: null };
    const text = statusText(view(exam, 5));
    expect(text.split('\n')).toEqual([
      'A short exam (exam mode, seed 7)',
      '25 min left.',
      '',
      '    TASK   WORTH   STATE       FLAG      TIME         TITLE',
      '    1      40 %    ready                              Let an account read pods',
      '>   2      30 %    coming up   flagged   5 min 30 s   Keep pods off a node',
      '    3      30 %    ready                              Allow one client alone',
    ]);
    for (const { lab } of exam.draw.tasks) expect(text).not.toContain(lab);
  });

  test('changes nothing of the record', () => {
    const exam = runningExam();
    const before = structuredClone(exam);
    view(exam, 5);
    expect(exam).toEqual(before);
  });

  test('says what was lost, why, and what helps', () => {
    const exam = runningExam();
    exam.tasks[2] = taskState(3, { state: 'lost', why: 'its cluster is not there: no memory' });
    expect(statusText(view(exam))).toMatch(
      /Task 3 was lost: its cluster is not there: no memory\n`cka-lab exam repair` rebuilds/,
    );
  });

  test('says before the clock begins that it has not begun', () => {
    const shown = view(examOf(), 90);
    expect(shown.secondsLeft).toBe(30 * 60);
    expect(statusText(shown)).toContain(
      'The clock has not begun: the first task is coming up. 30 min from then on.',
    );
  });

  test('says that time is up, and spends no more than there was', () => {
    const shown = view(runningExam(), 45);
    expect(shown.secondsLeft).toBe(0);
    expect(shown.tasks[0]?.seconds).toBe(30 * 60);
    expect(statusText(shown)).toContain('The time is up.');
  });

  test('keeps what was left when work ended', () => {
    const exam = runningExam({ phase: 'closing', endedBy: 'submitted' });
    exam.clock = { ...exam.clock, spent: 10 * MINUTE, at: after(10 * MINUTE) };
    const shown = view(exam, 25);
    expect(shown.secondsLeft).toBe(20 * 60);
    expect(statusText(shown)).toContain('Work has ended; it is being graded.');
  });

  test('ends with the result', () => {
    const exam = runningExam({ phase: 'graded' });
    exam.report = reportOn(exam, { percent: 70, passed: true });
    expect(statusText(view(exam))).toContain('Graded: 70 %, passed. `cka-lab exam result` shows');
    exam.report = reportOn(exam, { percent: 40, passed: false });
    expect(statusText(view(exam))).toContain('Graded: 40 %, not passed.');
    exam.report = reportOn(exam, { percent: null, passed: false });
    expect(statusText(view(exam))).toContain('Graded: without a score, since a task');
  });
});

describe('a task', () => {
  const read = (exam: ReturnType<typeof examOf>, number: number, text = '# Title\n\nDo it.\n') => {
    const shown = view(exam);
    const task = shown.tasks.find((one) => one.number === number);
    if (!task) throw new Error('no such task');
    return taskText(shown, task, exam.blueprint.access, text);
  };

  test('begins with the host that it is done on', () => {
    expect(read(runningExam(), 2)).toBe(
      'Task 2 of 3 · 30 %\n\n  ssh cka2\n\nKeep pods off a node\n\nDo it.',
    );
  });

  test('begins with the context in an exam of that form', () => {
    const exam = runningExam();
    exam.blueprint = { ...exam.blueprint, access: 'contexts' };
    expect(read(exam, 3)).toContain('\n  kubectl config use-context cka1\n');
  });

  test('can be read while its cluster comes up, which it says', () => {
    expect(read(examOf(), 1)).toContain('  ssh cka1\n  (Its cluster is coming up.');
  });

  test('that is over says nothing of clusters', () => {
    const exam = runningExam({ phase: 'graded' });
    exam.clusters = { c1: { state: 'waiting', name: null, host: null, why: null } };
    expect(read(exam, 1)).not.toContain('(');
  });

  test('says where it is flagged', () => {
    const exam = runningExam({ tasks: [taskState(1, { state: 'ready', flagged: true })] });
    expect(read(exam, 1)).toMatch(/^Task 1 of 3 · 40 % · flagged\n/);
  });
});

test('the rules say what differs between the modes and the forms', () => {
  const exam = rulesText(view(examOf()), 'ssh');
  expect(exam).toContain('3 tasks in 30 min; 66 % of the points pass. Seed 7.');
  expect(exam).toContain('no hints, solutions or grades before that');
  expect(exam).toContain('`ssh`');
  const training = rulesText(view(examOf({ mode: 'training' })), 'contexts');
  expect(training).toContain('`cka-lab exam hint`');
  expect(training).toContain('context');
  expect(`${exam}\n${training}`.split('\n').every((line) => line.length <= 100)).toBe(true);
});

test('the list shows titles and what they are worth', () => {
  expect(listText(view(examOf()))).toContain('2      30 %    Keep pods off a node');
});

test('what only a cluster tells is named in a text before there is one', () => {
  const values = valuesBefore(false, '/home/candidate/task-1');
  expect(values).toMatchObject({
    cluster: '<cluster>',
    'upgrade-to': '',
    files: '/home/candidate/task-1',
  });
  expect(valuesBefore(true, undefined)).toMatchObject({
    'upgrade-to': '<upgrade-to>',
    files: '<files>',
  });
});

test('before it is submitted an exam says what is not done', () => {
  expect(unfinished(runningExam())).toBeUndefined();
  const exam = runningExam();
  exam.tasks[0] = taskState(1, { state: 'seeding' });
  exam.tasks[1] = taskState(2, { state: 'ready', flagged: true });
  exam.tasks[2] = taskState(3, { state: 'lost', flagged: true });
  expect(unfinished(exam)).toBe(
    "Task 1 is coming up, and can't be graded yet; Tasks 2, 3 are flagged.",
  );
});

test('a time is as exact as it must be', () => {
  const texts = [0, 9, 60, 250, 600, 659, 3599, 3600, 3900, 7200].map(timeText);
  expect(texts).toEqual([
    ...['0 s', '9 s', '1 min', '4 min 10 s', '10 min', '10 min', '59 min'],
    ...['1 h', '1 h 5 min', '2 h'],
  ]);
});
