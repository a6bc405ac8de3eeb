import { setImmediate as later } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allEnded, turns } from '../../src/exam/turns.ts';

/** Work that ends when it is told to. */
function work() {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const run = (id: number) => () =>
    new Promise<number>((resolve) => {
      begun.push(id);
      ends.set(id, () => resolve(id));
    });
  return { begun, run, end: (id: number) => ends.get(id)?.() };
}

test('so many go on at once, and the others begin in the order in which they came', async () => {
  const { begun, run, end } = work();
  const turn = turns(2);
  const all = [1, 2, 3, 4].map((id) => turn(run(id)));
  await later();
  expect(begun).toEqual([1, 2]);
  end(2);
  await later();
  expect(begun).toEqual([1, 2, 3]);
  for (const id of [1, 3]) end(id);
  await later();
  end(4);
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
});

test('work that fails gives its turn to the next', async () => {
  const turn = turns(1);
  const failing = turn(() => Promise.reject(new Error('no')));
  const next = turn(async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test('what fails is thrown once all else has ended', async () => {
  const { run, end } = work();
  let thrown = false;
  const all = allEnded([Promise.reject(new Error('no')), run(1)()]).catch(() => {
    thrown = true;
  });
  await later();
  expect(thrown).toBe(false);
  end(1);
  await all;
  expect(thrown).toBe(true);
});
