import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { report } from '../report/fixture.ts';
import { older } from './fixture.ts';

const main = path.resolve(import.meta.dirname, '../../src/main.ts');
let top: string;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'stats-'));
  await mkdir(path.join(top, 'cka-lab'));
});
afterEach(() => rm(top, { recursive: true }));

const kept = (text: string) => appendFile(path.join(top, 'cka-lab/results.jsonl'), `${text}\n`);
const stats = (...args: string[]) =>
  execa(process.execPath, [main, 'stats', ...args], {
    env: { XDG_STATE_HOME: top },
    reject: false,
    stdin: 'ignore',
  });

test('without a history, stats says how to begin', async () => {
  const { stdout, stderr, exitCode } = await stats();
  expect([stdout.split('.')[0], stderr, exitCode]).toEqual(['No results yet', '', 0]);
});

test("an older version's results belong to the domain that the bank knows", async () => {
  await kept(JSON.stringify(older(report({ lab: 'rbac' }))));
  const { stdout, exitCode } = await stats();
  expect(stdout).toMatch(/✔ +rbac +architecture +1 +100 % +100 %/);
  expect(stdout).toContain('Practise next');
  expect(exitCode).toBe(0);
});

test('a line that cannot be read is told on stderr; the others count', async () => {
  await kept('{"cut":');
  await kept(JSON.stringify(older(report({ lab: 'rbac' }))));
  const { stdout, stderr, exitCode } = await stats('--output', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, since: null, labs: [{ lab: 'rbac' }] });
  expect(stderr).toMatch(/^One line was left out that can't be read in .*results\.jsonl\.$/);
  expect(exitCode).toBe(0);
});

test('--since leaves out what was before that day', async () => {
  await kept(JSON.stringify(older(report({ lab: 'rbac' }))));
  expect((await stats('--since', '2025-12-01')).stdout).toContain('rbac');
  expect((await stats('--since', '2026-02-01')).stdout).toContain('No results since 2026-02-01.');
});

test.each(['yesterday', '2026-02-30', '2026-13-01', '2026', '01-02-2026'])(
  '--since %s is no day',
  async (day) => {
    const { stderr, exitCode } = await stats('--since', day);
    expect(stderr).toContain(`--since needs a day, not "${day}".`);
    expect(exitCode).toBe(2);
  },
);
