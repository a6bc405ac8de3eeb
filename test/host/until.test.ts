import { expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { Interrupted } from '../../src/errors.ts';
import { createRun } from '../../src/host/run.ts';
import { until } from '../../src/host/until.ts';

function worlds() {
  const [all, own] = [new AbortController(), new AbortController()];
  const context = { run: createRun(all.signal), signal: all.signal } as Context;
  return { all, own, inner: until(context, own.signal), outer: context };
}

test.each(['all', 'own'] as const)('what runs until a signal ends by it: %s', async (which) => {
  const { [which]: stop, inner } = worlds();
  const running = inner.run('sleep', ['20']);
  setTimeout(() => stop.abort(), 50);
  await expect(running).rejects.toThrow(Interrupted);
  expect(inner.signal.aborted).toBe(true);
});

test('a signal of a single program ends that alone', async () => {
  const { inner } = worlds();
  const single = new AbortController();
  const running = inner.run('sleep', ['20'], { signal: single.signal });
  setTimeout(() => single.abort(), 50);
  await expect(running).rejects.toThrow(Interrupted);
  expect((await inner.run('echo', ['on'])).stdout).toBe('on');
});

test('the world around it goes on', async () => {
  const { own, outer } = worlds();
  own.abort();
  expect((await outer.run('echo', ['on'])).stdout).toBe('on');
});
