import type { Context } from '../../src/context.ts';
import { userPaths } from '../../src/host/paths.ts';
import { createRun } from '../../src/host/run.ts';

/** The world as main makes it, without progress and without a person who could answer. */
export function testContext(): Context {
  const { signal } = new AbortController();
  const context: Context = {
    run: createRun(signal),
    progress: { step: (_text, work) => work(() => {}), note: () => {} },
    paths: userPaths(),
    env: process.env,
    now: () => Date.now(),
    signal,
    undoing: () => context,
    confirm: async () => process.env.CI === 'true',
  };
  return context;
}
