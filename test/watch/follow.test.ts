import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InfrastructureError } from '../../src/errors.ts';
import { type Definers, grader } from '../../src/grading/define.ts';
import type { Facts } from '../../src/grading/facts.ts';
import type { NodeShell } from '../../src/grading/node.ts';
import type { GradeResult } from '../../src/grading/score.ts';
import { shared } from '../../src/grading/shared.ts';
import { failed, type Outcome, passed } from '../../src/grading/verdict.ts';
import { follow } from '../../src/watch/follow.ts';
import { fakeLab, nothingRecorded } from '../grading/fakes.ts';
import { type FakeApi, fakeApi } from './fake-api.ts';

let api: FakeApi;
let results: GradeResult[];
let stop: AbortController;
let over: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  api = fakeApi();
  results = [];
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await over;
  vi.useRealTimers();
});

const noNodes: NodeShell = {
  names: async () => ['demo-control-plane'],
  run: async () => ({ stdout: '', stderr: '', exitCode: 0 }),
};

const noFile = async (): Promise<string | undefined> => undefined;

/** Follows these checks until all is quiet. */
async function start(
  define: (definers: Definers) => void,
  { nodes = noNodes, grades = [''], file = noFile } = {},
) {
  over = follow(
    {
      grader: grader(define),
      lab: fakeLab({ grades: grades as never, parameters: { files: '/srv/learner' } }),
      part: undefined,
      recorded: nothingRecorded,
      namespaces: ['shop'],
      ways: {
        ...{ connection: api, nodes, file },
        exec: async () => ({ exitCode: 0, stdout: '', stderr: '' }),
      },
      watching: api,
      now: () => Date.now(),
      signal: stop.signal,
    },
    async (result) => {
      results.push(result);
    },
  );
  await settle();
}
const settle = async () => {
  await vi.advanceTimersByTimeAsync(6000);
};

const verdicts = () => results.map(({ checks }) => checks.map(({ verdict }) => verdict).join(' '));
/** What was shown, each only once in a row. */
const shown = () => verdicts().filter((one, index, all) => one !== all[index - 1]);

const there = (ref: string) => async (facts: Facts) =>
  verdictOf((await facts.get(ref)) !== undefined);
const verdictOf = (good: boolean): Outcome =>
  good ? passed() : failed({ expected: 'there', actual: 'not there' });

test('a check turns when what it reads changes, and costs nothing else', async () => {
  await start(({ check }) => {
    check('a', 1, '', there('ConfigMap/a in shop'));
    check('b', 1, '', there('Pod/b in shop'));
  });
  expect(shown()).toEqual(['failed failed']);
  const idle = api.asked.length;
  await vi.advanceTimersByTimeAsync(600_000);
  api.put('configmaps', 'shop', 'other');
  api.put('configmaps', 'elsewhere', 'a');
  await settle();
  expect(api.asked.length).toBe(idle);
  api.put('configmaps', 'shop', 'a');
  await vi.advanceTimersByTimeAsync(101);
  expect(shown()).toEqual(['failed failed', 'passed failed']);
  await settle();
  expect(new Set(api.asked.slice(idle))).toEqual(
    new Set(['GET /api', 'GET /apis', 'GET /api/v1/namespaces/shop/configmaps/a']),
  );
});

test('what the cluster takes in only later is seen when it has', async () => {
  let taken = false;
  await start(({ check }) =>
    check('a', 1, '', async (facts) =>
      verdictOf((await there('ConfigMap/a in shop')(facts)) && taken),
    ),
  );
  api.put('configmaps', 'shop', 'a');
  setTimeout(() => {
    taken = true;
  }, 700);
  await vi.advanceTimersByTimeAsync(801);
  expect(shown()).toEqual(['failed', 'passed']);
});

test('a check that waits for another is looked at when that passes, and never shown as before', async () => {
  let looks = 0;
  await start(({ check }) => {
    check('a', 1, '', there('ConfigMap/a in shop'));
    check('b', 1, '', async (facts) => {
      looks += 1;
      return there('Pod/b in shop')(facts);
    }).after('a');
  });
  expect(looks).toBe(0);
  const turn = async (change: () => void) => {
    change();
    await settle();
  };
  await turn(() => api.put('configmaps', 'shop', 'a'));
  await turn(() => api.remove('configmaps', 'shop', 'a'));
  await turn(() => api.put('pods', 'shop', 'b'));
  await turn(() => api.put('configmaps', 'shop', 'a'));
  expect(shown()).toEqual([
    'failed skipped',
    'passed skipped',
    'passed failed',
    'failed skipped',
    'passed skipped',
    'passed passed',
  ]);
});

test('nodes are polled, and only the checks that read them', async () => {
  let text = 'no';
  const nodes: NodeShell = {
    ...noNodes,
    run: async () => ({ stdout: text, stderr: '', exitCode: 0 }),
  };
  await start(
    ({ check }) => {
      check('a', 1, '', async (facts) =>
        verdictOf((await facts.node('worker').read('/f')) === 'yes'),
      );
      check('b', 1, '', there('Pod/b in shop'));
    },
    { nodes },
  );
  const idle = api.asked.length;
  text = 'yes';
  await vi.advanceTimersByTimeAsync(4000);
  expect(shown()).toEqual(['failed failed', 'passed failed']);
  expect(api.asked.length).toBe(idle);
});

test('so are files of the learner', async () => {
  let text: string | undefined;
  await start(
    ({ check }) => {
      check('a', 1, '', async (facts) => verdictOf((await facts.file('answer')) === 'yes'));
      check('b', 1, '', there('Pod/b in shop'));
    },
    { file: async () => text },
  );
  text = 'yes';
  await vi.advanceTimersByTimeAsync(4000);
  expect(shown()).toEqual(['failed failed', 'passed failed']);
});

test('an error is asked about again, and not believed while a change settles', async () => {
  let broken: Error | undefined;
  await start(({ check }) =>
    check('a', 1, '', async (facts) => {
      if (broken) throw broken;
      return there('Pod/a in shop')(facts);
    }),
  );
  broken = new InfrastructureError('not in step yet');
  api.put('pods', 'shop', 'a');
  await vi.advanceTimersByTimeAsync(3500);
  broken = undefined;
  await settle();
  expect(shown()).toEqual(['failed', 'passed']);
  broken = new InfrastructureError('broken');
  api.put('pods', 'shop', 'a');
  await vi.advanceTimersByTimeAsync(10_000);
  broken = undefined;
  await vi.advanceTimersByTimeAsync(4000);
  expect(shown()).toEqual(['failed', 'passed', 'error', 'passed']);
});

test('checks that share an answer depend on the same', async () => {
  await start(({ check }) => {
    const pod = shared((facts) => facts.get('Pod/a in shop'));
    for (const id of ['a', 'b']) check(id, 1, '', async (facts) => verdictOf(!!(await pod(facts))));
  });
  api.put('pods', 'shop', 'a');
  await settle();
  expect(shown()).toEqual(['failed failed', 'passed passed']);
});

test.each([
  { grades: ['apiserver'], verdict: 'failed' },
  { grades: [], verdict: 'error' },
])(
  'an outage of the API server, graded $grades, is shown as $verdict',
  async ({ grades, verdict }) => {
    api.put('pods', 'shop', 'a');
    await start(({ check }) => check('a', 1, '', there('Pod/a in shop')), { grades });
    api.down(true);
    await settle();
    expect(shown()).toEqual(['passed', verdict]);
    api.down(false);
    vi.useRealTimers();
    await vi.waitUntil(() => shown().length === 3, { timeout: 20_000 });
    expect(shown()).toEqual(['passed', verdict, 'passed']);
  },
);
