import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const script = path.resolve(import.meta.dirname, '../../.ci/run');

/** Runs a copy of .ci/run with an `npm` that is this shell script. */
async function ci(npm: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-ci-'));
  try {
    await mkdir(path.join(folder, '.ci'));
    await copyFile(script, path.join(folder, '.ci/run'));
    await writeFile(path.join(folder, 'npm'), `#!/bin/sh\n${npm}\n`);
    await chmod(path.join(folder, 'npm'), 0o755);
    const { all, exitCode } = await execa('bash', ['.ci/run'], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}` },
      reject: false,
      all: true,
      stdin: 'ignore',
    });
    return { lines: all.split('\n').filter(Boolean), exitCode };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('calls npm cit, shows what it says, and closes with the line once, at the end', async () => {
  const npm = 'echo "npm $*"; echo; echo "3 passed, 0 failed, 1 skipped"; echo later >&2';
  expect(await ci(npm)).toEqual({
    lines: ['npm cit', 'later', '3 passed, 0 failed, 1 skipped'],
    exitCode: 0,
  });
});

test.each([
  ['a failed test', 'echo "2 passed, 1 failed"; exit 1', '2 passed, 1 failed', 1],
  ['an install that fails', 'echo "npm error"; exit 217', '0 passed, 1 failed', 217],
  ['a failure after the tests', 'echo "2 passed, 0 failed"; exit 1', '2 passed, 1 failed', 1],
  ['a runner that hides its failure', 'echo "2 passed, 1 failed"', '2 passed, 1 failed', 1],
  ['no test at all', 'echo nothing to do', '0 passed, 1 failed', 1],
])('%s fails', async (_case, npm, line, code) => {
  const { lines, exitCode } = await ci(npm);
  expect([lines.at(-1), exitCode]).toEqual([line, code]);
});

test('does not wait for a daemon that a test left running', async () => {
  const started = Date.now();
  const { exitCode } = await ci('sleep 20 & echo "1 passed, 0 failed"');
  expect(exitCode).toBe(0);
  expect(Date.now() - started).toBeLessThan(10_000);
});
