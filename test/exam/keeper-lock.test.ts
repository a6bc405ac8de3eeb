import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { asKeeper, endKeeper, keeperFiles, keeperOf } from '../../src/exam/keep.ts';

let world: Context;
let children: ChildProcess[] = [];

beforeEach(async () => {
  const state = await mkdtemp(path.join(tmpdir(), 'cka-lab-keeper-'));
  world = { paths: { state, cache: state }, signal: new AbortController().signal } as Context;
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(world.paths.state, { recursive: true });
});

/** Another process that keeps, until it is killed or told to end. */
async function otherKeeper(): Promise<ChildProcess> {
  const script = `import { asKeeper } from '${path.resolve('src/exam/keep.ts')}';
    const end = new AbortController();
    process.on('SIGTERM', () => end.abort());
    const world = { paths: { state: '${world.paths.state}' }, signal: end.signal };
    const kept = await asKeeper(world, (signal) => new Promise((resolve) => {
      console.log('at work');
      const still = setInterval(() => {}, 1000);
      signal.addEventListener('abort', () => { clearInterval(still); resolve(); });
    }));
    console.log('kept', kept);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

test('of two keepers one is at work, and the other ends at once', async () => {
  await otherKeeper();
  const started = performance.now();
  expect(await asKeeper(world, () => Promise.reject(new Error('at work')))).toBe(false);
  // The lock would be old after ten seconds.
  expect(performance.now() - started).toBeLessThan(8000);
});

test('a keeper that has ended leaves its place', async () => {
  let mark: unknown;
  await asKeeper(world, async () => {
    mark = await keeperOf(world);
  });
  expect(mark).toMatchObject({ pid: process.pid });
  expect(await keeperOf(world)).toBeUndefined();
  expect(await asKeeper(world, async () => {})).toBe(true);
});

test('one that was killed is followed by another, whatever the clock says', async () => {
  const child = await otherKeeper();
  expect(await keeperOf(world)).toMatchObject({ pid: child.pid });
  child.kill('SIGKILL');
  await ended(child);
  expect(await keeperOf(world)).toBeUndefined();
  // As on a machine whose clock was set back: the lock is of the future, and never gets old.
  const future = new Date(Date.now() + 3_600_000);
  await utimes(`${keeperFiles(world).lock}.lock`, future, future);
  const started = performance.now();
  expect(await asKeeper(world, async () => {})).toBe(true);
  expect(performance.now() - started).toBeLessThan(8000);
});

test('one that is told to end undoes what it was at', async () => {
  const child = await otherKeeper();
  const said = new Promise((resolve) => child.stdout?.once('data', (text) => resolve(`${text}`)));
  await endKeeper(world);
  expect(await said).toBe('kept true\n');
  expect(await keeperOf(world)).toBeUndefined();
});

test('one whose lock was taken is told so', async () => {
  let told = false;
  await asKeeper(world, async (signal) => {
    await rm(`${keeperFiles(world).lock}.lock`, { recursive: true });
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    told = true;
  });
  expect(told).toBe(true);
});
