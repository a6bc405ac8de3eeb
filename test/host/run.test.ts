import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { InfrastructureError, Interrupted } from '../../src/errors.ts';
import { createRun } from '../../src/host/run.ts';

const { signal } = new AbortController();
const run = createRun(signal);

describe('a program that fails', () => {
  test('shows its command so that it can be pasted, and what it said', async () => {
    const failing = run('sh', ['-c', 'echo "went wrong" >&2; exit 3']);
    await expect(failing).rejects.toThrow(InfrastructureError);
    await expect(failing).rejects.toThrow(
      /exit code 3:\n {2}sh -c 'echo "went wrong" >&2; exit 3'\n {2}\| went wrong/,
    );
  });
  test('returns its exit code where that is asked for', async () => {
    expect(await run('sh', ['-c', 'exit 3'], { allowFailure: true })).toMatchObject({
      exitCode: 3,
    });
  });
  test('because it is missing says so', async () => {
    await expect(run('no-such-program', ['-x'])).rejects.toThrow(/no-such-program -x/);
  });
  test('because it takes too long is killed', async () => {
    await expect(run('sleep', ['20'], { timeout: 100 })).rejects.toThrow('took longer than');
  });
});

test('a program gets its input and reads end-of-file without one', async () => {
  expect((await run('cat', [], { input: 'hello' })).stdout).toBe('hello');
  expect((await run('cat', [])).stdout).toBe('');
});

test('lines come as they are printed, from both streams', async () => {
  const lines: string[] = [];
  const onLine = (line: string) => void lines.push(line);
  await run('sh', ['-c', 'echo a; sleep 0.1; echo b >&2'], { onLine });
  expect(lines).toEqual(['a', 'b']);
});

test('an interrupt does not wait for children that hold the pipes of a killed program', async () => {
  const interrupt = new AbortController();
  const started = performance.now();
  const running = createRun(interrupt.signal)('sh', ['-c', 'sleep 5; echo never']);
  setTimeout(() => interrupt.abort(), 100);
  await expect(running).rejects.toThrow(Interrupted);
  expect(performance.now() - started).toBeLessThan(4000);
  await expect(createRun(interrupt.signal)('true', [])).rejects.toThrow(Interrupted);
});

describe.runIf(process.platform === 'linux')('what a program leaves running', () => {
  const PATIENTLY = { timeout: 10_000 };
  /** One that nobody reaps stays as a zombie: that is dead too. */
  const state = async (pid: string) => {
    const stat = await readFile(`/proc/${pid.trim()}/stat`, 'utf8').catch(() => 'gone) Z');
    return stat.split(') ')[1]?.[0];
  };

  test('ends with it, in a group', async () => {
    const script = 'sleep 60 >/dev/null 2>&1 & echo $!';
    const { stdout } = await run('bash', ['-c', script], { group: true });
    await expect.poll(() => state(stdout), PATIENTLY).toBe('Z');
  });

  test('ends with it when it takes too long, though it holds its output', async () => {
    const pids: string[] = [];
    const options = {
      group: true,
      timeout: 500,
      allowFailure: true,
      onLine: (line: string) => void pids.push(line),
    };
    const started = performance.now();
    const { exitCode } = await run('bash', ['-c', 'sleep 61 & echo $!; wait'], options);
    expect(exitCode).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(15_000);
    await expect.poll(() => state(pids[0] ?? ''), PATIENTLY).toBe('Z');
  });
});
