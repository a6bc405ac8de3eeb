import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { clean } from '../../src/report/clean.ts';
import type { ExamReport } from '../../src/report/exam-model.ts';
import type { LabReport } from '../../src/report/model.ts';
import { render } from '../../src/report/render.ts';
import {
  exam,
  failing,
  gate,
  HOSTILE,
  half,
  hostile,
  hostileError,
  task,
  ungraded,
} from './exam-fixture.ts';
import { check, report } from './fixture.ts';

const visibility = { enum: ['hidden', 'after_due_date', 'after_published', 'visible'] };
const format = { enum: ['text', 'html', 'simple_format', 'md', 'ansi'] };
const text = { type: 'string' };
const score = { type: 'number', minimum: 0 };
const object = { type: 'object' };

// From Gradescope's autograder specification, "Output format".
const documented = new Ajv({ allErrors: true }).compile({
  ...object,
  additionalProperties: false,
  properties: {
    score,
    execution_time: score,
    output: text,
    output_format: format,
    test_output_format: format,
    test_name_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: object,
    tests: {
      type: 'array',
      items: {
        ...object,
        additionalProperties: false,
        properties: {
          score,
          max_score: score,
          status: { enum: ['passed', 'failed'] },
          name: text,
          name_format: format,
          number: text,
          output: text,
          output_format: format,
          tags: { type: 'array', items: text },
          visibility,
          extra_data: object,
        },
      },
    },
    leaderboard: { type: 'array' },
  },
});

interface Written {
  score?: number;
  output: string;
  tests?: { name: string; score: number; max_score: number; status: string; output: string }[];
}

function written(one: ExamReport | LabReport): Written {
  const value = JSON.parse(render('gradescope', one));
  expect(documented(value), JSON.stringify(documented.errors)).toBe(true);
  return value;
}

const sum = (numbers: number[]) => Math.round(numbers.reduce((a, b) => a + b, 0) * 100) / 100;

describe('results.json for Gradescope', () => {
  test('has a test for each check, by its share of the whole', () => {
    const { score, output, tests = [] } = written(exam());
    expect(score).toBe(64);
    expect(output).toBe('A short exam\nScore: 64 %, pass mark 66 %: not passed.');
    expect(tests.map((one) => [one.name, one.score, one.max_score, one.status])).toEqual([
      ['A demo: It is there (there)', 40, 40, 'passed'],
      ['Give it its name: It is there (there)', 24, 24, 'passed'],
      ['Give it its name: It has its name (named)', 0, 24, 'failed'],
      ['Give it its name: It is used (used)', 0, 12, 'failed'],
      ['Give it its name: Gate: The rest is left alone (kept)', 0, 0, 'passed'],
    ]);
    expect(tests[2]?.output).toBe(
      [
        'failed.',
        'expected: ConfigMap/a',
        'actual: ConfigMap/b',
        'and more',
        'why: Names count.',
        'Read: Names, https://kubernetes.io/docs/names/',
      ].join('\n'),
    );
  });

  test.each([3, 7, 17])('totals 100, with %i tasks that share it', (count) => {
    const thirds = report({ max: 3, score: 3, checks: [1, 2, 3].map(() => check({ points: 1 })) });
    const tasks = Array.from({ length: count }, (_, index) =>
      task({ number: index + 1, weight: 100 / count, max: 3, report: thirds }),
    );
    // A domain that the bank can't fill leaves the rest of the weights.
    const domains = [
      { domain: 'workloads', weight: 85, tasks: count, score: 3 * count, max: 3 * count },
    ];
    const { score, tests = [] } = written(exam({ percent: 100, passed: true, tasks, domains }));
    expect(score).toBe(100);
    expect(sum(tests.map(({ max_score }) => max_score))).toBe(100);
    expect(sum(tests.map((one) => one.score))).toBe(100);
  });

  test('gives a lab alone its share', () => {
    const { score, tests = [] } = written(
      report({ score: 2, max: 3, checks: [check(), check({ ...failing, points: 1 })] }),
    );
    expect(score).toBe(66.66);
    expect(tests.map((one) => [one.score, one.max_score])).toEqual([
      [66.67, 66.67],
      [0, 33.33],
    ]);
  });

  test('gives nothing for what a failed gate voids, and names it', () => {
    const voided = report({ score: 0, checks: [check(), { ...gate, verdict: 'failed' }] });
    const { score, tests = [] } = written(voided);
    expect([score, ...tests.map((one) => one.score)]).toEqual([0, 0, 0]);
    expect(tests[0]?.output).toContain("The gate 'kept' failed, so no points count.");
  });

  test.each([
    ['a lost task', ungraded],
    ['an error in a lab', report({ graded: false, score: null, passed: false })],
    ['hostile errors', hostileError],
    ['a score that stands beside an error', exam({ tasks: [task(), task({ error: 'x' }), half] })],
  ])('has no score anywhere, and no test, with %s', (_what, one) => {
    const value = written(one);
    expect(Object.keys(value)).not.toContain('tests');
    expect(render('gradescope', one)).not.toMatch(/"(max_)?score"/);
    expect(value.output).toContain('no score is written');
  });

  test('says what happened', () => {
    expect(written(ungraded).output).toContain('the cluster c2 is gone');
  });

  test('keeps a text', () => {
    const { tests = [] } = written(hostile);
    expect(tests[0]?.output).toContain(`actual: ${clean(HOSTILE)}`);
  });
});
