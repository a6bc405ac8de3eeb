import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { isStopped } from '../../src/host/detach.ts';
import { alone, exclusively } from '../../src/host/lock.ts';

let state: string;

beforeEach(async () => {
  state = await mkdtemp(path.join(tmpdir(), 'cka-lab-lock-'));
});
afterEach(() => rm(state, { recursive: true, force: true }));

function world(signal = new AbortController().signal): Context & { steps: string[] } {
  const steps: string[] = [];
  const context: Partial<Context> & { steps: string[] } = {
    steps,
    paths: { state, cache: state },
    command: 'cka-lab stop',
    now: () => Date.now(),
    signal,
    progress: {
      note: () => {},
      step: (text, work) => {
        steps.push(text);
        return work((detail) => void steps.push(detail));
      },
    },
  };
  return context as Context & { steps: string[] };
}

const lock = path.resolve(import.meta.dirname, '../../src/host/lock.ts');

/** Another process that holds the lock, until it is told to end. */
async function holder() {
  const script = `
    const { exclusively } = await import(${JSON.stringify(lock)});
    const state = ${JSON.stringify(state)};
    await exclusively(
      {
        paths: { state, cache: state },
        command: 'cka-lab start cluster-upgrade',
        now: () => Date.now(),
        progress: { note() {}, step: (_text, work) => work(() => {}) },
        signal: new AbortController().signal,
      },
      () => {
        console.log('held');
        setInterval(() => {}, 1000);
        return new Promise((resolve) => process.once('SIGTERM', resolve));
      },
    );
    process.exit(0);`;
  const child = execa(process.execPath, ['--input-type=module', '--eval', script], {
    reject: false,
    buffer: false,
  });
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return { child, pid: child.nodeChildProcess.pid };
}

test('who waits is told for which command, since when, and how to end it', async () => {
  const { child: other, pid } = await holder();
  const waiting = world();
  const done = exclusively(waiting, async () => 'mine');
  await expect
    .poll(() => waiting.steps, { timeout: 10_000 })
    .toEqual([
      expect.stringMatching(
        new RegExp(
          `^Waiting for \`cka-lab start cluster-upgrade\` \\(process ${pid}, since \\d\\d:\\d\\d; \`kill ${pid}\` ends it\\)$`,
        ),
      ),
    ]);
  other.nodeChildProcess.kill('SIGTERM');
  expect(await done).toBe('mine');
  await other;
});

test('one that is stopped keeps its lock, and is told of', async () => {
  const { child: other, pid } = await holder();
  other.nodeChildProcess.kill('SIGSTOP');
  // A signal takes its time.
  if (process.platform === 'linux') {
    await expect.poll(() => isStopped(pid ?? 0), { timeout: 10_000 }).toBe(true);
  }
  const waiting = world(AbortSignal.timeout(14_000));
  let ran = false;
  // Longer than a lock without a sign of life is borne.
  await expect(
    exclusively(waiting, async () => {
      ran = true;
    }),
  ).rejects.toThrow();
  expect(ran).toBe(false);
  if (process.platform === 'linux') {
    expect(waiting.steps[0]).toContain(`it is stopped, and \`kill -CONT ${pid}\` lets it go on`);
  }
  other.nodeChildProcess.kill('SIGKILL');
  await other;
});

test('one that was killed is followed by another', async () => {
  const { child: other } = await holder();
  other.nodeChildProcess.kill('SIGKILL');
  await other;
  expect(await exclusively(world(), async () => 'mine')).toBe('mine');
}, 20_000);

test('of two in one process one waits for the other', async () => {
  const order: string[] = [];
  await Promise.all(
    ['a', 'b'].map((name) =>
      exclusively(world(), async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push(`${name} ends`);
      }),
    ),
  );
  expect(order.map((text) => text.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends']);
});

test('a part of set-up is locked alone: other parts and the world go on', async () => {
  const order: string[] = [];
  let end = () => {};
  const building = alone(world(), 'image', () => {
    order.push('image');
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  await expect.poll(() => order).toEqual(['image']);
  await alone(world(), 'kind', async () => void order.push('kind'));
  await exclusively(world(), async () => void order.push('world'));
  const waiting = world();
  const second = alone(waiting, 'image', async () => void order.push('image again'));
  await expect.poll(() => waiting.steps.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(waiting.steps[0]).toContain('`cka-lab stop` (process ');
  expect(order).toEqual(['image', 'kind', 'world']);
  end();
  await Promise.all([building, second]);
  expect(order.at(-1)).toBe('image again');
});
