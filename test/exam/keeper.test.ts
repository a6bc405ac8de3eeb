import { setImmediate as soon } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../../src/errors.ts';
import type { Moment } from '../../src/exam/clock.ts';
import { type Keeping, keepExam } from '../../src/exam/keeper.ts';
import { SET_BACK, settle } from '../../src/exam/navigate.ts';
import type { ExamRecord } from '../../src/exam/record.ts';
import {
  after,
  clusterUp,
  examOf,
  MINUTE,
  reportOn,
  runningExam,
  START,
  taskState,
} from './fixture.ts';

interface World extends Keeping {
  exam: ExamRecord | undefined;
  /** What was done, each with the seconds since START. */
  log: string[];
  now: Moment;
  /** What comes to pass at that moment, in milliseconds since START. */
  at(milliseconds: number, what: () => void): void;
}

/** A world whose time goes on by as much as the keeper pauses, and an engine that only notes. */
function world(exam: ExamRecord | undefined, more: Partial<Keeping> = {}): World {
  const plans: { wall: number; what: () => void }[] = [];
  const note = (text: string) => {
    made.log.push(`${Math.round((made.now.wall - START.wall) / 1000)} ${text}`);
  };
  const pass = (milliseconds: number) => {
    const { wall, boot, sinceBoot } = made.now;
    made.now = { boot, wall: wall + milliseconds, sinceBoot: sinceBoot + milliseconds };
    for (const plan of plans.filter(({ wall }) => wall <= made.now.wall)) {
      plans.splice(plans.indexOf(plan), 1);
      plan.what();
    }
  };
  const made: World = {
    exam: structuredClone(exam),
    log: [],
    now: START,
    at: (milliseconds, what) => void plans.push({ wall: START.wall + milliseconds, what }),
    time: () => made.now,
    read: async () => structuredClone(made.exam),
    async update(change) {
      if (!made.exam) throw new Error('there is no exam');
      change(made.exam);
      return structuredClone(made.exam);
    },
    async pause(milliseconds, signal) {
      // Only the keeper's own pauses move the time on; what waits beside it looks at that.
      if (signal) {
        const until = made.now.wall + milliseconds;
        while (made.now.wall < until && !signal.aborted) await soon();
        return;
      }
      await soon();
      pass(milliseconds);
    },
    note,
    provision: async () => note('provision'),
    async open(key) {
      note(`open ${key}`);
      const cluster = made.exam?.clusters[key];
      if (cluster) cluster.host = `host-${key}`;
    },
    freeze: async () => note('freeze'),
    hold: async () => note('hold'),
    async grade(exam, late) {
      note(late < 1000 ? 'grade' : `grade ${Math.round(late / 1000)} s late`);
      if (!made.exam) return;
      made.exam.report = reportOn(exam);
      made.exam.phase = 'graded';
    },
    keep: async ({ report }) => note(`keep ${report?.percent}`),
    remove: async () => note('remove'),
    ...more,
  };
  return made;
}

/** The keeper ends at that moment as if it were killed; another one goes on with the record. */
async function killed(first: World, milliseconds: number): Promise<World> {
  let dead = false;
  first.at(milliseconds, () => {
    dead = true;
  });
  const { pause } = first;
  first.pause = async (time, signal) => {
    await pause(time, signal);
    if (dead) throw new Interrupted();
  };
  await expect(keepExam(first)).rejects.toThrow(Interrupted);
  const second = world(first.exam);
  second.now = first.now;
  return second;
}

/** Its cluster is up too; the learner is not let in yet. */
function ready(made: World, number: number): () => void {
  return () => {
    const task = made.exam?.tasks[number - 1];
    const key = made.exam?.draw.tasks[number - 1]?.cluster ?? '';
    if (!task || !made.exam) return;
    task.state = 'ready';
    made.exam.clusters[key] = { ...clusterUp(key), host: null };
  };
}

/** Goes on until it is told to end, as where some cluster takes long. */
function goingOn(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

function submit(made: World): () => void {
  return () => {
    if (!made.exam) return;
    settle(made.exam, made.now);
    made.exam.endedBy = 'submitted';
  };
}

const withoutTime = (line: string) => line.replace(/^\d+ /, '');
const OPENED = ['open c1', 'open c2'];
const GRADED = ['freeze', 'freeze', 'grade', 'keep 70', 'remove'];
const atSecond = (second: number, what = GRADED) => what.map((one) => `${second} ${one}`);

describe('the clock begins', () => {
  test('when the first task can be worked on, whatever else is ready before', async () => {
    const made = world(examOf(), { provision: goingOn });
    made.at(20_000, ready(made, 2));
    made.at(35_000, ready(made, 1));
    made.at(50_000, submit(made));
    await keepExam(made);
    expect(made.log.slice(0, 2)).toEqual(['20 open c2', '35 open c1']);
    const begun = Date.parse(made.exam?.clock.begun ?? '') - START.wall;
    expect(begun).toBeGreaterThanOrEqual(35_000);
    expect(begun).toBeLessThan(36_000);
  });

  test('with the next task where the first was lost', async () => {
    const made = world(examOf(), { provision: goingOn });
    made.at(5000, () => {
      const first = made.exam?.tasks[0];
      if (first) first.state = 'lost';
    });
    made.at(5000, ready(made, 2));
    made.at(9000, submit(made));
    await keepExam(made);
    expect(made.exam?.phase).toBe('graded');
    expect(made.exam?.clock.spent).toBeGreaterThan(3000);
  });

  test('no sooner than the learner is let in', async () => {
    const made = world(examOf(), { provision: goingOn });
    const { open } = made;
    let tries = 0;
    made.open = async (key, signal) => {
      tries += 1;
      if (tries === 3) return open(key, signal);
      throw new Error('no host');
    };
    made.at(5000, ready(made, 1));
    made.at(30_000, submit(made));
    await keepExam(made);
    expect(made.log.slice(0, 3).map(withoutTime)).toEqual(['no host', 'no host', 'open c1']);
    const begun = Date.parse(made.exam?.clock.begun ?? '') - START.wall;
    expect(begun).toBeGreaterThanOrEqual(15_000);
    expect(begun).toBeLessThan(17_000);
  });
});

test('what a repair left half-made is brought up', async () => {
  const made = world(runningExam());
  made.at(20_000, () => {
    const task = made.exam?.tasks[1];
    if (task) task.state = 'waiting';
  });
  const { provision } = made;
  made.provision = async (signal) => {
    await provision(signal);
    for (const task of made.exam?.tasks ?? []) task.state = 'ready';
  };
  await keepExam(made);
  expect(made.log.filter((line) => line.includes('provision'))).toEqual([
    '0 provision',
    '20 provision',
  ]);
  expect(made.exam?.tasks[1]?.state).toBe('ready');
});

test('a learner who can not be let in before the clock runs is told why', async () => {
  const open = () => Promise.reject(new Error('no host'));
  const made = world(examOf(), { provision: goingOn, open });
  made.at(5000, ready(made, 1));
  await expect(keepExam(made)).rejects.toThrow('no host');
  expect(made.now.wall - START.wall).toBeLessThan(60_000);
  expect(made.exam?.phase).toBe('preparing');
});

test('the learner is let into a cluster again when another task on it is ready, or it was rebuilt', async () => {
  const made = world(runningExam({ tasks: [1, 2, 3].map((number) => taskState(number)) }));
  made.at(5000, ready(made, 1));
  made.at(8000, ready(made, 3));
  made.at(20_000, () => {
    if (made.exam) made.exam.clusters.c1 = { ...clusterUp('c1'), host: null };
  });
  await keepExam(made);
  const opened = made.log.filter((line) => line.endsWith('open c1'));
  expect(opened).toEqual(['0 open c1', '5 open c1', '8 open c1', '20 open c1']);
});

test('an exam is frozen, graded, kept and removed when its time is up', async () => {
  const made = world(runningExam());
  await keepExam(made);
  expect(made.log).toEqual(['0 provision', ...atSecond(0, OPENED), ...atSecond(1800)]);
  expect(made.exam).toMatchObject({
    phase: 'graded',
    endedBy: 'deadline',
    clock: { spent: 30 * MINUTE, at: after(30 * MINUTE) },
  });
  // Nobody went to another task.
  expect(made.exam?.tasks.map(({ seconds }) => seconds)).toEqual([1800, 0, 0]);
});

test('a submitted exam is closed within a second, and no time is spent after it', async () => {
  const made = world(runningExam());
  made.at(10 * MINUTE, submit(made));
  await keepExam(made);
  expect(made.log.slice(3)).toEqual(atSecond(600));
  expect(made.exam?.endedBy).toBe('submitted');
  expect(made.exam?.clock.spent).toBe(10 * MINUTE);
});

test('the time is written every ten seconds', async () => {
  const made = world(runningExam());
  const written = new Set<number>();
  const { update } = made;
  made.update = async (change) => {
    const exam = await update(change);
    written.add(exam.clock.spent);
    return exam;
  };
  await keepExam(made);
  const spent = [...written];
  expect(spent.length).toBeGreaterThan(170);
  const gaps = spent.slice(1).map((value, index) => value - (spent[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(10_300);
});

describe('a keeper that was killed', () => {
  test('while the exam was prepared is followed by one that goes on preparing', async () => {
    const second = await killed(world(examOf(), { provision: goingOn }), 8000);
    second.at(20_000, ready(second, 1));
    second.at(80_000, submit(second));
    let provisioned = 0;
    second.provision = (signal) => {
      provisioned += 1;
      return goingOn(signal);
    };
    await keepExam(second);
    expect(provisioned).toBe(1);
    expect(second.exam?.phase).toBe('graded');
    expect(Date.parse(second.exam?.clock.begun ?? '') - START.wall).toBeGreaterThanOrEqual(20_000);
  });

  test('while the clock ran is followed by one that keeps the same time', async () => {
    const second = await killed(world(runningExam()), 12 * MINUTE);
    await keepExam(second);
    expect(second.log).toEqual(['720 provision', ...atSecond(720, OPENED), ...atSecond(1800)]);
  });

  test('while it graded is followed by one that grades', async () => {
    const first = world(runningExam(), { grade: () => Promise.reject(new Interrupted()) });
    await expect(keepExam(first)).rejects.toThrow(Interrupted);
    expect(first.exam?.phase).toBe('closing');
    const second = world(first.exam);
    second.now = after(31 * MINUTE + 30_000);
    await keepExam(second);
    expect(second.log.map(withoutTime)).toEqual(['freeze', 'grade 90 s late', 'keep 70', 'remove']);
  });

  test('once all was graded is followed by one that removes what is left', async () => {
    const made = world(runningExam({ phase: 'graded' }));
    await keepExam(made);
    expect(made.log).toEqual(['0 keep undefined', '0 remove']);
  });
});

test('after a reboot past the deadline nothing is brought up for the learner, and it is said how late', async () => {
  const made = world(runningExam());
  made.now = { wall: START.wall + 90 * MINUTE, boot: 'second', sinceBoot: 5000 };
  await keepExam(made);
  expect(made.log).toEqual([
    '5400 freeze',
    '5400 freeze',
    '5400 grade 3600 s late',
    '5400 keep 70',
    '5400 remove',
  ]);
  expect(made.exam?.clock).toMatchObject({
    spent: 30 * MINUTE,
    at: { wall: after(30 * MINUTE).wall },
  });
});

test('a clock that is set back gives no time, and the report can say so', async () => {
  const made = world(runningExam());
  made.at(10 * MINUTE, () => {
    made.now = { ...made.now, wall: made.now.wall - 300 * MINUTE };
  });
  const since = () => made.now.sinceBoot - START.sinceBoot;
  let graded = 0;
  const { grade } = made;
  made.grade = (exam, late) => {
    graded = since();
    return grade(exam, late);
  };
  await keepExam(made);
  expect(Math.floor(graded / 1000)).toBe(1800);
  expect(made.exam?.remarks).toEqual([SET_BACK]);
});

describe('when provisioning fails', () => {
  test('before the clock runs the keeper ends with what went wrong', async () => {
    const made = world(examOf(), { provision: () => Promise.reject(new Error('no runtime')) });
    await expect(keepExam(made)).rejects.toThrow('no runtime');
    expect(made.exam?.phase).toBe('preparing');
  });

  test('for every task, the keeper ends and says that none could be set up', async () => {
    const made = world(examOf());
    made.provision = async () => {
      for (const task of made.exam?.tasks ?? []) task.state = 'lost';
    };
    await expect(keepExam(made)).rejects.toThrow('No task of this exam could be set up.');
  });

  test('while the clock runs it is tried again, and the exam ends as ever', async () => {
    const made = world(runningExam());
    let tries = 0;
    made.provision = async () => {
      tries += 1;
      if (tries < 3) throw new Error('no runtime');
    };
    await keepExam(made);
    expect(tries).toBe(3);
    expect(made.log.filter((line) => !line.includes('open'))).toEqual([
      '0 no runtime',
      '30 no runtime',
      ...atSecond(1800),
    ]);
  });
});

test('what fails when the time is up is tried again', async () => {
  const made = world(runningExam());
  const { freeze, grade } = made;
  const failing = { freeze: 2, grade: 1 };
  made.freeze = async (exam) => {
    failing.freeze -= 1;
    if (failing.freeze >= 0) throw new Error('no runtime');
    return freeze(exam);
  };
  made.grade = async (exam, late) => {
    failing.grade -= 1;
    if (failing.grade >= 0) throw new Error('no cluster');
    return grade(exam, late);
  };
  await keepExam(made);
  expect(made.log.slice(3).map(withoutTime)).toEqual([
    ...['no runtime', 'no runtime'],
    ...['freeze', 'no cluster'],
    ...['freeze', 'grade 32 s late', 'keep 70', 'remove'],
  ]);
});

test('what can not be graded at once is held until it is', async () => {
  const made = world(runningExam());
  made.at(MINUTE, submit(made));
  made.provision = (signal) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        made.note('provisioning is undone');
        setTimeout(resolve, 50);
      });
    });
  await keepExam(made);
  expect(made.log.slice(2).map(withoutTime)).toEqual([
    'provisioning is undone',
    'freeze',
    'hold',
    'freeze',
    'grade 2 s late',
    'keep 70',
    'remove',
  ]);
});

test('without an exam there is nothing to keep', async () => {
  const made = world(undefined);
  await keepExam(made);
  expect(made.log).toEqual([]);
});
