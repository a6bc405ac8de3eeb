import { describe, expect, test } from 'vitest';
import { InfrastructureError, Interrupted, messageOf } from '../../src/errors.ts';
import { answerAll, type Stage } from '../../src/exam/answer-all.ts';
import type { Seed } from '../../src/exam/damage.ts';
import type { ExamRecord } from '../../src/exam/record.ts';
import { report } from '../report/fixture.ts';
import { examOf, type TaskSketch } from './record-fixture.ts';

interface World {
  exam: ExamRecord;
  stage: Stage;
  /** What was done, in order. */
  done: string[];
  /** What each seed holds, by number; null: its cluster does not answer. */
  seeds: Map<number, Seed | null>;
}

/** A stage on which nothing goes wrong but what `change` says. */
function world(
  sketches: readonly TaskSketch[],
  change: (world: World) => Partial<Stage> = () => ({}),
): World {
  const exam = examOf(sketches);
  const done: string[] = [];
  const seeds = new Map<number, Seed | null>(
    exam.draw.tasks.map(({ number }) => [number, { 'Namespace/shop': `uid-${number}` }]),
  );
  const made: World = { exam, done, seeds, stage: {} as Stage };
  const put = (number: number, values: object) => {
    const task = exam.tasks.find((one) => one.number === number);
    if (task) Object.assign(task, values);
  };
  const stage: Stage = {
    read: async () => structuredClone(exam),
    change: async (number, values) => put(number, values),
    remark: async (text) => void exam.remarks.push(text),
    hasAnswer: () => true,
    async apply({ number }) {
      done.push(`apply ${number}`);
      return { answer: null, seconds: 1 };
    },
    async grade({ number, lab }) {
      done.push(`grade ${number}`);
      return { report: report({ lab }), why: null };
    },
    seeds: async (tasks) => new Map(tasks.map(({ number }) => [number, seeds.get(number) ?? null])),
    async clear({ number }) {
      done.push(`clear ${number}`);
      return [];
    },
    async reseed({ number }) {
      done.push(`reseed ${number}`);
      seeds.set(number, { 'Namespace/shop': `again-${number}` });
    },
    async rebuild(key, from) {
      done.push(`rebuild ${key} from ${from}`);
      for (const { number, cluster } of exam.draw.tasks) {
        if (cluster === key && number >= from) seeds.set(number, { 'Namespace/shop': 'new' });
      }
    },
    why(error) {
      if (error instanceof Interrupted) throw error;
      return messageOf(error);
    },
  };
  made.stage = { ...stage, ...change({ ...made, stage }) };
  return made;
}

/** An answer to the first task that does this. */
const hostile =
  (act: (world: World) => void) =>
  (made: World): Partial<Stage> => ({
    async apply(task) {
      if (task.number === 1) act(made);
      return made.stage.apply(task);
    },
  });

const BESIDE = [{ lab: 'a' }, { lab: 'b' }, { lab: 'c', cluster: 'c2' }] as const;

describe('answers are applied in order, and each task is graded right after', () => {
  test('and removed from the cluster that later tasks are on', async () => {
    const { stage, done, exam } = world(BESIDE);
    await answerAll(stage);
    expect(done).toEqual([
      ...['apply 1', 'grade 1', 'clear 1'],
      ...['apply 2', 'grade 2'],
      ...['apply 3', 'grade 3'],
    ]);
    expect(exam.remarks).toEqual([]);
    expect(exam.tasks.map((task) => task.report?.lab)).toEqual(['a', 'b', 'c']);
  });

  test('where there is none, nothing can be damaged, and the task is graded all the same', async () => {
    const { stage, done } = world(BESIDE, () => ({ hasAnswer: () => false }));
    await answerAll(stage);
    expect(done.filter((one) => one.startsWith('clear'))).toEqual([]);
    expect(done).toContain('grade 1');
  });

  test('a lost task is passed over', async () => {
    const { stage, done } = world([{ lab: 'a', state: 'lost', why: 'gone' }, { lab: 'b' }]);
    await answerAll(stage);
    expect(done).toEqual(['apply 2', 'grade 2']);
  });
});

describe('an answer that damages a later task', () => {
  test('is told, and the task is seeded anew before it is answered', async () => {
    const { stage, done, exam } = world(
      BESIDE,
      hostile(({ seeds }) => seeds.set(2, { 'ConfigMap/x in shop': 'y' })),
    );
    await answerAll(stage);
    expect(done.slice(0, 5)).toEqual(['apply 1', 'grade 1', 'clear 1', 'reseed 2', 'apply 2']);
    expect(exam.remarks).toEqual([
      'Task 2 (b) was seeded anew, since it was damaged after the answer to task 1 (a): Namespace/shop is gone, ConfigMap/x in shop was added.',
    ]);
    // What it is like now is what the next answer is measured by.
    expect(done.filter((one) => one.startsWith('reseed'))).toEqual(['reseed 2']);
  });

  test('on another cluster is found too', async () => {
    const { stage, done, exam } = world(
      BESIDE,
      hostile(({ seeds }) => seeds.set(3, {})),
    );
    await answerAll(stage);
    expect(done).toContain('reseed 3');
    expect(exam.remarks[0]).toMatch(/^Task 3 \(c\) was seeded anew.*answer to task 1 \(a\)/);
  });

  test('so that its cluster does not answer has the cluster made anew', async () => {
    const { stage, done, exam } = world(
      BESIDE,
      hostile(({ seeds }) => seeds.set(3, null)),
    );
    await answerAll(stage);
    expect(done).toContain('rebuild c2 from 3');
    expect(exam.remarks).toEqual([
      'The cluster of task 3 was made anew, since it did not answer after the answer to task 1 (a).',
    ]);
  });

  test("so that it can't be cleaned has it made anew, for the later tasks alone", async () => {
    const { stage, done, exam } = world([{ lab: 'a' }, { lab: 'b' }, { lab: 'c' }], () => ({
      async clear({ number }) {
        if (number === 1) throw new InfrastructureError('Still there: Namespace/shop.');
        return [];
      },
    }));
    await answerAll(stage);
    expect(done).toContain('rebuild c1 from 2');
    expect(exam.remarks).toEqual([
      'The cluster of tasks 2 and 3 was made anew, since it could not be cleaned (Still there: Namespace/shop) after the answer to task 1 (a).',
    ]);
  });

  test("so that it can't be seeded anew has its cluster made anew", async () => {
    const { stage, done } = world(BESIDE, (made) => ({
      ...hostile(({ seeds }) => seeds.set(3, {}))(made),
      reseed: () => Promise.reject(new InfrastructureError('No.')),
    }));
    await answerAll(stage);
    expect(done).toContain('rebuild c2 from 3');
  });

  test('loses that cluster alone where it can not be made anew', async () => {
    const { stage, done, exam } = world(BESIDE, (made) => ({
      ...hostile(({ seeds }) => seeds.set(2, null))(made),
      async rebuild() {
        for (const task of made.exam.tasks.slice(1, 2)) task.state = 'lost';
      },
    }));
    await answerAll(stage);
    expect(exam.remarks).toEqual([
      'The cluster of task 2 could not be made anew, since it did not answer after the answer to task 1 (a).',
    ]);
    expect(done.filter((one) => one.startsWith('grade'))).toEqual(['grade 1', 'grade 3']);
  });

  test('and one that changes the cluster itself is told', async () => {
    const { stage, exam } = world(BESIDE, () => ({
      clear: async () => ['ConfigMap/coredns', 'Node/worker'],
    }));
    await answerAll(stage);
    expect(exam.remarks).toEqual([
      'What the answer to task 1 (a) changed was put back: ConfigMap/coredns, Node/worker.',
    ]);
  });
});

test('a cluster that never answered, since its lab broke it, is not made anew', async () => {
  const { stage, done, seeds, exam } = world(BESIDE);
  seeds.set(3, null);
  await answerAll(stage);
  expect(done.filter((one) => one.startsWith('rebuild'))).toEqual([]);
  expect(exam.remarks).toEqual([]);
});

test("an answer that can't be applied is an error of its task alone", async () => {
  const { stage, exam } = world(BESIDE, (made) => ({
    async apply(task) {
      if (task.number === 1) throw new InfrastructureError('No host.');
      return made.stage.apply(task);
    },
  }));
  await answerAll(stage);
  expect(exam.tasks.map(({ why, report: one }) => [why, one?.lab])).toEqual([
    ['its answer could not be applied: No host', undefined],
    [null, 'b'],
    [null, 'c'],
  ]);
});

test('an interruption ends it', async () => {
  const { stage, done } = world(BESIDE, () => ({
    apply: () => Promise.reject(new Interrupted()),
  }));
  await expect(answerAll(stage)).rejects.toThrow(Interrupted);
  expect(done).toEqual([]);
});
