import path from 'node:path';
import { expect, test } from 'vitest';
import { createTurns, runnableHere } from '../../src/verify/turns.ts';
import { folderWith } from '../lab/folder.ts';

/** A machine on which `runnable` programs want a core, and what began and ended there. */
function machine(runnable: number | undefined) {
  const now = { runnable };
  const log: string[] = [];
  let waits = 0;
  const turn = createTurns(
    {
      runnable: async () => now.runnable,
      async wait() {
        waits += 1;
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    4,
  );
  const ends = new Map<string, () => void>();
  const play = (name: string) =>
    turn(async () => {
      log.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      log.push(`${name} ends`);
    });
  return { now, log, turn, play, end: (name: string) => ends.get(name)?.(), waited: () => waits };
}

/** Time for everything that can go on to do so. */
async function settle(): Promise<void> {
  for (let count = 0; count < 50; count += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('on a calm machine work goes on side by side', async () => {
  const { log, play, end } = machine(4);
  const all = ['a', 'b', 'c'].map(play);
  await settle();
  expect(log).toEqual(['a begins', 'b begins', 'c begins']);
  for (const name of ['a', 'b', 'c']) end(name);
  await Promise.all(all);
});

test('on a busy machine one goes on, and the next begins when it ends', async () => {
  const { log, play, end } = machine(20);
  const all = [play('a'), play('b')];
  await settle();
  expect(log).toEqual(['a begins']);
  end('a');
  await settle();
  expect(log).toEqual(['a begins', 'a ends', 'b begins']);
  end('b');
  await Promise.all(all);
});

test('the next begins as soon as the machine is calm', async () => {
  const { now, log, play, end } = machine(20);
  const all = [play('a'), play('b')];
  await settle();
  now.runnable = 3;
  await settle();
  expect(log).toEqual(['a begins', 'b begins']);
  for (const name of ['a', 'b']) end(name);
  await Promise.all(all);
});

test('a moment does not count: the number is averaged', async () => {
  const { log, play, end, now } = machine(0);
  let looks = 0;
  Object.defineProperty(now, 'runnable', { get: () => (looks++ % 5 === 0 ? 16 : 1) });
  const all = [play('a'), play('b')];
  await settle();
  expect(log).toEqual(['a begins', 'b begins']);
  for (const name of ['a', 'b']) end(name);
  await Promise.all(all);
});

test('where nobody can tell, nothing waits', async () => {
  const { log, play, end, waited } = machine(undefined);
  const all = [play('a'), play('b')];
  await settle();
  expect(log).toEqual(['a begins', 'b begins']);
  expect(waited()).toBe(0);
  for (const name of ['a', 'b']) end(name);
  await Promise.all(all);
});

test('work that fails makes room too, and its failure is its own', async () => {
  const { turn } = machine(20);
  const failing = turn(async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await turn(async () => 'done')).toBe('done');
});

test('an interruption ends the waiting of all', async () => {
  let interrupted = false;
  const turn = createTurns(
    {
      runnable: async () => 20,
      async wait() {
        await new Promise((resolve) => setImmediate(resolve));
        if (interrupted) throw new Error('interrupted');
      },
    },
    4,
  );
  let end = () => {};
  const going = turn(() => new Promise<void>((resolve) => (end = resolve)));
  const waiting = [turn(async () => {}), turn(async () => {})];
  const outcomes = Promise.allSettled(waiting);
  await settle();
  interrupted = true;
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  end();
  await going;
});

test('Linux tells how many programs want a core', async () => {
  const folder = await folderWith({ stat: 'cpu 1 2\nprocs_running 7\nprocs_blocked 0\n' });
  expect(await runnableHere(path.join(folder, 'stat'))).toBe(7);
  expect(await runnableHere(path.join(folder, 'none'))).toBeUndefined();
});
