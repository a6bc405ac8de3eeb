import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../src/main.ts');
const home = await mkdtemp(path.join(tmpdir(), 'cka-lab-streams-'));
afterAll(() => rm(home, { recursive: true }));

const options = { reject: false, stdin: 'ignore', timeout: 25_000 } as const;
const env = { XDG_STATE_HOME: home, NODE: process.execPath, PROGRAM: program };

/** Runs our command line, `$CKA`, as part of a shell's. */
function shell(line: string) {
  return execa('sh', ['-c', `cka() { "$NODE" "$PROGRAM" "$@"; }; ${line}`], { ...options, env });
}

const full = test.skipIf(process.platform !== 'linux');

full.each([['list'], ['list --output json'], ['--help'], ['stats'], ['status']])(
  '%s into a full disk is told in a line, with exit code 3',
  async (args) => {
    const { exitCode, stderr } = await shell(`cka ${args} >/dev/full`);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringMatching(/^Error: The result could not be written .*ENOSPC.*\n→ .*$/),
    });
  },
);

full('what is told beside the result may be lost', async () => {
  const all = await shell('cka status 2>/dev/full');
  expect(all).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('No lab is on.') });
  expect((await shell('cka grade 2>/dev/full')).exitCode).toBe(2);
});

test('a reader that leaves early changes nothing', async () => {
  const { exitCode, stderr } = await shell('{ cka list; echo "$?" >&2; } | head -n 1 >/dev/null');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '0' });
});

/** A terminal of util-linux; its size is 0 by 0 where stdin is none. */
const terminal = test.skipIf((await shell('script --version')).exitCode !== 0);

terminal('a terminal without a size gets plain lines', async () => {
  const line = `script -qec '"$NODE" "$PROGRAM" doctor' /dev/null </dev/null`;
  const { stdout, timedOut } = await shell(line);
  expect(timedOut).toBe(false);
  expect(stdout).toContain('kind');
});

terminal('a terminal that is closed ends nothing with a stack trace', async () => {
  // The program outlives its terminal, and writes to it.
  const log = path.join(home, 'code');
  const inner = `trap "" HUP; (sleep 1; "$NODE" "$PROGRAM" doctor; echo $? >${log}) & sleep 0.2`;
  await execa('script', ['-qec', inner, '/dev/null'], { ...options, env });
  await expect
    .poll(() => shell(`cat ${log}`).then(({ stdout }) => stdout), { timeout: 20_000 })
    .toMatch(/^[03]$/);
});
