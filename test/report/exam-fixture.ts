import type { ExamReport, ExamTaskReport } from '../../src/report/exam-model.ts';
import { check, report } from './fixture.ts';

/** What a learner may have put into a name, to break each of the forms. */
export const HOSTILE = [
  '<script>alert("1")</script> \'&amp; ]]> and ]]> | \\| ` `` # \\# ~~x~~ **b** @root $x$',
  '[a](javascript:alert(1)) ![b](https://evil.example/c) www.evil.example :tada: {',
  'not ok 99 - forged # SKIP\r',
  '',
  '  ...',
  '...',
  '---',
  '</pre></details></style><!-- {{x}} --> <?php ?>',
  '\u001b[31mred\u001b[0m \u0000 \u0007 \u009b \ufffe \ud800 \ttab',
].join('\n');

export const failing = check({
  id: 'named',
  verdict: 'failed',
  title: 'It has its name',
  expected: 'ConfigMap/a',
  actual: 'ConfigMap/b\nand more',
  why: 'Names count.',
});
const skipped = check({
  id: 'used',
  verdict: 'skipped',
  points: 1,
  title: 'It is used',
  why: "'named' did not pass",
});
export const gate = check({ id: 'kept', kind: 'gate', points: 0, title: 'The rest is left alone' });

export function task(change: Partial<ExamTaskReport> = {}): ExamTaskReport {
  return {
    number: 1,
    lab: 'demo',
    title: 'A demo',
    domain: 'workloads',
    seed: 'd0',
    weight: 40,
    max: 2,
    seconds: 75,
    flagged: false,
    report: report(),
    error: null,
    answer: null,
    ...change,
  };
}

export const half = task({
  number: 2,
  lab: 'names',
  title: 'Give it its name',
  domain: 'storage',
  weight: 60,
  max: 5,
  flagged: true,
  seconds: 600,
  report: report({
    lab: 'names',
    score: 2,
    max: 5,
    passed: false,
    checks: [check(), failing, skipped, gate],
    links: [{ title: 'Names', url: 'https://kubernetes.io/docs/names/' }],
  }),
});

/** One that could not be graded at all. */
const lost = task({
  number: 3,
  lab: 'lost',
  title: 'A lost one',
  domain: 'storage',
  report: null,
  error: 'the cluster c2 is gone',
});

export function exam(change: Partial<ExamReport> = {}): ExamReport {
  return {
    schema: 1,
    tool: { name: 'cka-lab', version: '0.0.0' },
    exam: 'e1',
    blueprint: 'short',
    title: 'A short exam',
    mode: 'exam',
    form: 'terminal',
    seed: '42',
    algorithm: 1,
    bank: 'b1',
    minutes: 30,
    passMark: 66,
    started: '2026-01-01T10:00:00.000Z',
    ended: '2026-01-01T10:25:00.000Z',
    graded: '2026-01-01T10:25:02.000Z',
    endedBy: 'submitted',
    lateSeconds: 0,
    percent: 64,
    passed: false,
    domains: [
      { domain: 'workloads', weight: 40, tasks: 1, score: 2, max: 2 },
      { domain: 'storage', weight: 60, tasks: 1, score: 2, max: 5 },
    ],
    tasks: [task(), half],
    remarks: [],
    ...change,
  };
}

export const ungraded = exam({
  percent: null,
  domains: [
    { domain: 'workloads', weight: 40, tasks: 1, score: 2, max: 2 },
    { domain: 'storage', weight: 60, tasks: 2, score: null, max: 7 },
  ],
  tasks: [task(), { ...half, weight: 30 }, { ...lost, weight: 30 }],
});

const hostileCheck = { title: HOSTILE, expected: HOSTILE, actual: HOSTILE, why: HOSTILE };

/** Hostile in every text that is not of our making. */
export const hostile = exam({
  title: HOSTILE,
  seed: HOSTILE,
  remarks: [HOSTILE],
  domains: [{ domain: HOSTILE, weight: 100, tasks: 1, score: 0, max: 5 }],
  tasks: [
    {
      ...half,
      title: HOSTILE,
      domain: HOSTILE,
      seed: HOSTILE,
      weight: 100,
      answer: HOSTILE,
      report: report({
        title: HOSTILE,
        score: 0,
        max: 5,
        passed: false,
        checks: [
          check({ ...hostileCheck, verdict: 'failed' }),
          check({ ...hostileCheck, id: 'two', verdict: 'skipped' }),
          check({ ...hostileCheck, id: 'three', points: 1 }),
        ],
        links: [
          { title: HOSTILE, url: 'https://a.example/"><script>(x)|' },
          { title: 'No web', url: 'javascript:alert(1)' },
        ],
      }),
    },
  ],
});

/** The same, where nothing could be graded. */
export const hostileError = exam({
  ...hostile,
  percent: null,
  tasks: [
    task({ report: null, error: HOSTILE }),
    task({
      number: 2,
      report: report({
        graded: false,
        score: null,
        passed: false,
        checks: [check({ ...hostileCheck, verdict: 'error' })],
      }),
    }),
  ],
});
