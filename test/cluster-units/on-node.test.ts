import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onNode } from '../../src/cluster/on-node.ts';
import type { Context } from '../../src/context.ts';
import { createRun } from '../../src/host/run.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'on-node-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A way into a node that does this instead. */
async function nodeThat(script: string) {
  const file = path.join(folder, `docker-${Math.random()}`);
  await writeFile(file, `#!/bin/bash\n${script}\n`);
  await chmod(file, 0o755);
  return {
    command: async (_node: string, command: readonly string[]): Promise<[string, ...string[]]> => [
      file,
      ...command,
    ],
  };
}

/** One in which a look has so many milliseconds. */
function world(milliseconds: number): Context {
  const context: Partial<Context> = {
    run: createRun(new AbortController().signal),
    patience: milliseconds / 10_000,
  };
  return context as Context;
}

const look = { node: 'worker', work: 'look' } as const;

test.each([
  ['sleeps', 'exec sleep 60'],
  ['minds no request to end', 'trap "" TERM; while :; do sleep 1; done'],
  ['leaves a child that holds its pipes', '(trap "" TERM; sleep 60) & trap "" TERM; wait'],
  ['leaves one in a group of its own', 'setsid sleep 20 & wait'],
])('a program that %s is not waited for', async (_what, script) => {
  const began = performance.now();
  await expect(onNode(world(500), await nodeThat(script), look, ['sha256sum'])).rejects.toThrow(
    /^Looking at the node .* took longer than .* s:\n.*sha256sum/,
  );
  expect(performance.now() - began).toBeLessThan(12_000);
});

test('one that hangs is an answer where failing ones are', async () => {
  const options = { allowFailure: true };
  const nodes = await nodeThat('exec sleep 60');
  const result = await onNode(world(300), nodes, look, ['sha256sum'], options);
  expect(result).toMatchObject({ timedOut: true, exitCode: undefined });
});

test('a code that a program says when it is ended is no answer', async () => {
  const options = { allowFailure: true };
  const polite = await nodeThat('trap "exit 1" TERM; while :; do sleep 0.1; done');
  const late = await onNode(world(300), polite, look, ['test'], options);
  expect(late).toMatchObject({ timedOut: true, exitCode: undefined });
  const wordy = await onNode(world(60_000), await nodeThat('exec yes'), look, ['cat'], options);
  expect(wordy).toMatchObject({ tooMuch: true, exitCode: undefined });
}, 90_000);

test('one that prints for ever is ended, in words', async () => {
  const nodes = await nodeThat('exec yes');
  await expect(onNode(world(60_000), nodes, look, ['find'])).rejects.toThrow(
    'printed more than 32 MiB',
  );
}, 90_000);

test('all that runs on a node has a limit, but what a person opens', () => {
  const src = path.resolve(import.meta.dirname, '../../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const callers = files.filter((name) =>
    /nodes\.command\(/.test(readFileSync(path.join(src, name), 'utf8')),
  );
  expect(callers.toSorted()).toEqual([
    'cli/commands/exam/shell.ts',
    'cli/commands/shell.ts',
    'cluster/on-node.ts',
  ]);
});
