import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { InfrastructureError, Interrupted, UsageError } from '../../src/errors.ts';
import { ComponentDown } from '../../src/grading/component-down.ts';
import { type Definers, grader, type Look } from '../../src/grading/define.ts';
import { gradeLab } from '../../src/grading/run.ts';
import { failed, passed } from '../../src/grading/verdict.ts';
import { fakeFacts, fakeLab } from './fakes.ts';

const pass: Look = async () => passed();
const fail: Look = async () => failed({ expected: 'a', actual: 'b', why: 'c' });
const breakDown: Look = async () => {
  throw new InfrastructureError('No way in.');
};

function run(
  define: (definers: Definers) => void,
  {
    facts = fakeFacts(),
    lab = fakeLab(),
    signal = new AbortController().signal,
    part = undefined as string | undefined,
    patience = undefined as number | undefined,
  } = {},
) {
  return gradeLab(grader(define), lab, facts, { now: () => 0, signal, part, patience });
}

const verdicts = async (...args: Parameters<typeof run>) =>
  Object.fromEntries((await run(...args)).checks.map(({ id, verdict }) => [id, verdict]));

test('passed, failed and error stay apart, each with its words', async () => {
  const result = await run(({ check }) => {
    check('good', 1, 'Good', pass);
    check('bad', 2, 'Bad', fail);
    check('ours', 3, 'Ours', breakDown);
  });
  const common = { kind: 'check', part: null, milliseconds: 0 };
  expect(result.checks).toEqual([
    {
      ...common,
      id: 'good',
      points: 1,
      title: 'Good',
      verdict: 'passed',
      expected: null,
      actual: null,
      differences: null,
      why: null,
    },
    {
      ...common,
      id: 'bad',
      points: 2,
      title: 'Bad',
      verdict: 'failed',
      expected: 'a',
      actual: 'b',
      differences: null,
      why: 'c',
    },
    {
      ...common,
      id: 'ours',
      points: 3,
      title: 'Ours',
      verdict: 'error',
      expected: null,
      actual: null,
      differences: null,
      why: 'No way in.',
    },
  ]);
  expect(result).toMatchObject({ graded: false, score: null, max: 6, passed: false });
});

// biome-ignore lint/nursery/usePromiseRejectErrors: what a careless grader does
const rejectWithText = () => Promise.reject('a text');

test('what a check throws or returns by mistake is an error, never a verdict', async () => {
  const { checks } = await run(({ check }) => {
    check('bug', 1, '', async () => (undefined as never as { x: never }).x);
    check('text', 1, '', () => rejectWithText());
    check('nothing', 1, '', async () => undefined as never);
    check('forged', 1, '', async () => ({ verdict: 'passed' }) as never);
    check('boolean', 1, '', async () => true as never);
  });
  expect(checks.map(({ verdict }) => verdict)).toEqual(Array(5).fill('error'));
  expect(checks.map(({ why }) => why)).toEqual([
    expect.stringMatching(/^TypeError: .*run\.test\.ts/),
    'a text',
    ...Array(3).fill(expect.stringContaining('The check returned no verdict.')),
  ]);
});

test('what depends on a check that did not pass is skipped, down the line', async () => {
  const result = await verdicts(({ check, gate }) => {
    check('root', 1, '', fail);
    check('child', 1, '', pass).after('root');
    check('grandchild', 1, '', fail).after('child');
    check('broken', 1, '', breakDown);
    check('orphan', 1, '', breakDown).after('broken');
    check('after-good', 1, '', fail).after('good');
    check('good', 1, '', pass);
    gate('gate', '', fail).after('root');
  });
  expect(result).toEqual({
    root: 'failed',
    child: 'skipped',
    grandchild: 'skipped',
    broken: 'error',
    orphan: 'skipped',
    'after-good': 'failed',
    good: 'passed',
    gate: 'skipped',
  });
});

test('a skipped check says because of which one', async () => {
  const { checks } = await run(({ check }) => {
    check('root', 1, '', fail);
    check('broken', 1, '', breakDown);
    check('child', 1, '', pass).after('root');
    check('other', 1, '', pass).after('broken');
    check('grandchild', 1, '', pass).after('child');
  });
  expect(checks.slice(2).map(({ why }) => why)).toEqual([
    "'root' failed",
    "'broken' could not look",
    "'child' was skipped",
  ]);
});

test('all checks run at once', async () => {
  let arrived = 0;
  let open = () => {};
  const together = new Promise<void>((resolve) => {
    open = resolve;
  });
  // Each waits for all: one after another, they would never end.
  const meet: Look = async () => {
    if (++arrived === 3) open();
    await together;
    return passed();
  };
  const result = await verdicts(({ check }) => {
    check('a', 1, '', meet);
    check('b', 1, '', meet).after('a');
    check('c', 1, '', meet);
  });
  expect(result).toEqual({ a: 'passed', b: 'passed', c: 'passed' });
});

test('a check that takes too long is an error, and is told to stop', async () => {
  let stopped = false;
  const started = performance.now();
  const { checks } = await run(({ check }) => {
    check('slow', 1, '', async (facts) => {
      facts.signal.addEventListener('abort', () => {
        stopped = true;
      });
      await sleep(60_000, undefined, { ref: false });
      return passed();
    }).within(0.05);
    check('quick', 1, '', pass);
  });
  expect(checks.map(({ verdict }) => verdict)).toEqual(['error', 'passed']);
  expect(checks[0]?.why).toBe('No verdict within 0.05 s.');
  expect(stopped).toBe(true);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('a check gets as many times its deadline as there is patience', async () => {
  const late: Look = async () => {
    await sleep(120);
    return passed();
  };
  const slow = ({ check }: Definers) => check('slow', 1, 'Slow', late).within(0.05);
  expect((await run(slow, { patience: 20 })).checks[0]?.verdict).toBe('passed');
  expect((await run(slow, { patience: 2 })).checks[0]?.why).toBe('No verdict within 0.1 s.');
});

test('a check is stopped once its dependency failed', async () => {
  let stopped = false;
  await run(({ check }) => {
    check('root', 1, '', fail);
    check('child', 1, '', async (facts) => {
      facts.signal.addEventListener('abort', () => {
        stopped = true;
      });
      await sleep(60_000, undefined, { ref: false });
      return passed();
    }).after('root');
  });
  expect(stopped).toBe(true);
});

test('Ctrl-C ends grading at once', async () => {
  const control = new AbortController();
  const grading = run(
    ({ check }) => check('slow', 1, '', () => new Promise(() => {})).within(0.5),
    {
      signal: control.signal,
    },
  );
  control.abort();
  await expect(grading).rejects.toBeInstanceOf(Interrupted);
});

test.each([
  { grades: true, runs: true, after: 0, verdict: 'failed' },
  { grades: true, runs: true, after: 2.1, verdict: 'error' },
  { grades: true, runs: false, after: 0, verdict: 'error' },
  { grades: false, runs: true, after: 0, verdict: 'error' },
])(
  'a component that is down: graded $grades, node runs $runs after $after s → $verdict',
  async (given) => {
    const facts = fakeFacts({
      grades: (component) => given.grades && component === 'apiserver',
      nodeRuns: () => sleep(given.after * 1000, given.runs),
    });
    const { checks } = await run(
      ({ check }) =>
        check('a', 1, '', async () => {
          throw new ComponentDown('apiserver', 'connection refused');
        }),
      { facts },
    );
    expect(checks[0]?.verdict).toBe(given.verdict);
  },
);

test('only what is down counts as down, and only where the node can be asked', async () => {
  const graded = fakeFacts({ grades: () => true });
  expect(await verdicts(({ check }) => check('a', 1, '', breakDown), { facts: graded })).toEqual({
    a: 'error',
  });
  const cut = fakeFacts({
    grades: () => true,
    nodeRuns: async () => {
      throw new Error('cut');
    },
  });
  const down: Look = async () => {
    throw new ComponentDown('apiserver', 'refused');
  };
  expect(await verdicts(({ check }) => check('a', 1, '', down), { facts: cut })).toEqual({
    a: 'error',
  });
});

test('a part is graded by itself, with the gates of the whole lab', async () => {
  const lab = fakeLab({ parts: [{ id: 'save' }, { id: 'restore' }] });
  const define = ({ check, gate }: Definers) => {
    check('base', 1, '', fail).in('save');
    check('saved', 2, '', pass).in('save');
    check('restored', 4, '', pass).in('restore');
    check('on-base', 8, '', pass).in('restore').after('base');
    gate('kept', '', pass);
    gate('save-kept', '', fail).in('save');
  };
  const result = await run(define, { lab, part: 'restore' });
  expect(result.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['restored', 'passed'],
    ['on-base', 'skipped'],
    ['kept', 'passed'],
  ]);
  expect(result).toMatchObject({
    score: 4,
    max: 12,
    parts: [{ id: 'restore', score: 4, max: 12 }],
  });
  const whole = await run(define, { lab });
  expect(whole).toMatchObject({
    score: 4,
    max: 15,
    parts: [
      { id: 'save', score: 0, max: 3 },
      { id: 'restore', score: 4, max: 12 },
    ],
  });
});

test('a grader with mistakes does not grade', async () => {
  await expect(run(({ check }) => check('a', 1, '', pass).after('b'))).rejects.toBeInstanceOf(
    UsageError,
  );
});
