import { describe, expect, test } from 'vitest';
import { examReport } from '../../src/exam/score.ts';
import { check, report } from '../report/fixture.ts';
import { examOf, type TaskSketch } from './record-fixture.ts';

const LABS = new Map([
  ['a', { title: 'Lab a', points: 10 }],
  ['b', { title: 'Lab b', points: 5 }],
  ['c', { title: 'Lab c', points: 8 }],
]);
const AT = { ended: 60_000, gradingBegan: 60_000, graded: 61_000 };

const graded = (lab: string, score: number, max: number) => ({
  lab,
  report: report({ lab, score, max }),
});

/** Two labs of architecture (60 %), one of workloads (40 %). */
function reportFor(a: TaskSketch, b: TaskSketch, c: TaskSketch, times = AT) {
  return examReport(examOf([a, b, { domain: 'workloads', ...c }]), LABS, times);
}

describe('the score of an exam', () => {
  test('counts the points of each domain by its weight', () => {
    const exam = reportFor(graded('a', 10, 10), graded('b', 0, 5), graded('c', 4, 8));
    expect(exam.percent).toBe(60);
    expect(exam.domains).toEqual([
      { domain: 'architecture', weight: 60, tasks: 2, score: 10, max: 15 },
      { domain: 'workloads', weight: 40, tasks: 1, score: 4, max: 8 },
    ]);
    expect(exam.passed).toBe(false);
  });

  test('is what each task is worth, added up', () => {
    const exam = reportFor(graded('a', 10, 10), graded('b', 5, 5), graded('c', 8, 8));
    expect(exam.percent).toBe(100);
    expect(exam.tasks.map(({ weight }) => weight)).toEqual([40, 20, 40]);
  });

  test('passes at the pass mark, and is never rounded up to it', () => {
    const exam = (a: number, c: number) =>
      reportFor(graded('a', a, 100), graded('b', 0, 0), graded('c', c, 1000));
    expect(exam(50, 900)).toMatchObject({ percent: 66, passed: true });
    expect(exam(50, 899)).toMatchObject({ percent: 65.9, passed: false });
  });

  test('is none when a task was lost, and every other task keeps its points', () => {
    const lost: TaskSketch = { lab: 'b', state: 'lost', why: 'its cluster is gone' };
    const exam = reportFor(graded('a', 10, 10), lost, graded('c', 8, 8));
    expect(exam).toMatchObject({ percent: null, passed: false });
    expect(exam.domains.map(({ score, max }) => [score, max])).toEqual([
      [null, 15],
      [8, 8],
    ]);
    expect(exam.tasks[1]).toMatchObject({ title: 'Lab b', max: 5, error: 'its cluster is gone' });
    expect(exam.tasks[0]).toMatchObject({ error: null, report: { score: 10 } });
  });

  test('is none when a check could not look', () => {
    const checks = [check({ verdict: 'error', title: 'The shop answers', why: 'no answer' })];
    const blind = { lab: 'b', report: report({ lab: 'b', graded: false, score: null, checks }) };
    const exam = reportFor(graded('a', 10, 10), blind, graded('c', 8, 8));
    expect(exam.percent).toBeNull();
    expect(exam.tasks[1]?.error).toBe('a check could not look: The shop answers (no answer)');
  });

  test('is none when a task was not graded at all', () => {
    const exam = reportFor(graded('a', 10, 10), { lab: 'b' }, graded('c', 8, 8));
    expect(exam.percent).toBeNull();
    expect(exam.tasks[1]?.error).toBe('it was not graded');
  });
});

describe('the report of an exam', () => {
  const full = [graded('a', 10, 10), graded('b', 5, 5), graded('c', 8, 8)] as const;

  test('says when grading was late, and not when it began at once', () => {
    expect(reportFor(...full).lateSeconds).toBe(0);
    expect(reportFor(...full, { ...AT, gradingBegan: 62_000 }).lateSeconds).toBe(0);
    expect(reportFor(...full, { ...AT, gradingBegan: 90_000 }).lateSeconds).toBe(30);
  });

  test('tells what became of each answer', () => {
    const [a, b, c] = full;
    const exam = reportFor({ ...a, answer: 'there was none', seconds: 3 }, b, c);
    expect(exam.tasks[0]).toMatchObject({ answer: 'there was none', seconds: 3 });
    expect(exam).toMatchObject({ form: 'answers', endedBy: 'answers', seed: '7' });
  });
});
