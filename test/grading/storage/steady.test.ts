import { expect, test } from 'vitest';
import { readSteady } from '../../../src/grading/storage/steady.ts';

const { signal } = new AbortController();
const ended = { terminated: { exitCode: 0 } };

function runningFor(seconds: number, lastState: object = {}) {
  const startedAt = new Date(Date.now() - seconds * 1000);
  return { status: { containerStatuses: [{ state: { running: { startedAt } }, lastState }] } };
}

/** Gives these one after the other, the last one for ever; counts how often it was asked. */
function reading(...pods: object[]) {
  let count = 0;
  const read = async () => pods[Math.min(count++, pods.length - 1)] as { status?: object };
  return { read, asked: () => count };
}

test.each<[string, object | undefined]>([
  ['no pod', undefined],
  ['a pod that never ended, just started', runningFor(0)],
  ['a pod that was restarted a while ago', runningFor(60, ended)],
  ['a pod that has ended', { status: { containerStatuses: [{ state: ended }] } }],
  ['a pod without a status', {}],
])('%s is read once', async (_title, pod) => {
  const { read, asked } = reading(pod as object);
  expect(await readSteady({ signal }, read)).toBe(pod);
  expect(asked()).toBe(1);
});

test('a pod that ends again is seen when it has ended', async () => {
  const down = { status: { containerStatuses: [{ state: { waiting: {} }, lastState: ended }] } };
  const { read } = reading(runningFor(0, ended), down);
  expect(await readSteady({ signal }, read)).toBe(down);
});
