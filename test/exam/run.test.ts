import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { folderWith } from '../lab/folder.ts';

const main = path.resolve(import.meta.dirname, '../../src/main.ts');
const XDG_STATE_HOME = mkdtempSync(path.join(tmpdir(), 'exam-run-'));
afterAll(() => rm(XDG_STATE_HOME, { recursive: true, force: true }));

async function run(...args: string[]) {
  // No runtime is found: what gets as far as set-up fails there.
  const env = { PATH: '/no/programs', XDG_STATE_HOME };
  const options = { reject: false, stdin: 'ignore', env, extendEnv: false } as const;
  const all = [main, 'exam', 'run', '--blueprint', 'short', ...args];
  return execa(process.execPath, all, options);
}

async function drawn(seed: string): Promise<string[]> {
  const args = ['exam', 'draw', '--blueprint', 'short', '--seed', seed, '--output', 'json'];
  const { stdout } = await execa(process.execPath, [main, ...args], { env: { XDG_STATE_HOME } });
  return JSON.parse(stdout).tasks.map(({ lab }: { lab: string }) => lab);
}

describe('what is wrong with the input of `exam run` shows before anything is begun:', () => {
  test('an answer to a lab that does not exist, with near names and the labs of the exam', async () => {
    const labs = await drawn('5');
    const answers = await folderWith({ [`${labs[0]}x/answer.sh`]: '' });
    const { exitCode, stderr } = await run('--seed', '5', '--answers', answers);
    expect(stderr).toContain(`${labs[0]}x: did you mean ${labs[0]}`);
    expect(stderr).toContain(`This exam has ${labs.join(', ')}.`);
    expect(exitCode).toBe(2);
  });

  test.each([
    ['no folder', 'read', ['--answers', '/no/such']],
    ['a form of report that is unknown', 'junit', ['--answers', '.', '--report', 'junot=a']],
    ['a report that can not be written', 'written', ['--answers', '.', '--report', 'tap=/']],
    ['no time for answers', 'answer-minutes', ['--answers', '.', '--answer-minutes', '0']],
    ['no seed for what was answered', 'seed', ['--answers', '.']],
  ])('%s', async (_what, says, args) => {
    const seed = says === 'seed' ? [] : ['--seed', '5'];
    const { exitCode, stderr } = await run(...seed, ...args);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });
});

test('no answers at all are fine as input: each task counts nothing', async () => {
  const answers = await folderWith({ 'README.md': '' });
  const { exitCode, stderr } = await run('--seed', '5', '--answers', answers);
  // As far as set-up, which finds nothing here.
  expect(stderr).not.toContain('answers');
  expect(exitCode).toBe(3);
});
