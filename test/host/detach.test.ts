import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detach, lives, markOf } from '../../src/host/detach.ts';
import { readText } from '../../src/host/store.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-detach-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 800; tries += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never came');
}

test('a program that was started so outlives the one that started it, without its terminal', async () => {
  const log = path.join(folder, 'deep', 'out.log');
  const done = path.join(folder, 'done');
  const script = `echo working; ps -o sid=,tty= -p $$; sleep 1; echo end >${done}`;
  const starter = `import { detach } from '${path.resolve('src/host/detach.ts')}';
    process.stdout.write(String(await detach('sh', ['-c', ${JSON.stringify(script)}], { log: '${log}' })));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module-typescript',
    '-e',
    starter,
  ]);
  expect(await readText(done)).toBeUndefined();
  expect(await until(() => readText(done))).toBe('end\n');
  const [first, second] = (await readFile(log, 'utf8')).split('\n');
  expect(first).toBe('working');
  expect(second?.trim().split(/\s+/)).toEqual([stdout, '?']);
  expect((await stat(log)).mode & 0o777).toBe(0o600);
});

test('a program that is not there is said to be so', async () => {
  const log = path.join(folder, 'none.log');
  await expect(detach('/nowhere/program', ['x'], { log })).rejects.toThrow(
    '/nowhere/program could not be started in the background.',
  );
});

test('a process lives until it has ended, though its parent never looks', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const mark = await until(() => markOf(child.pid as number));
  expect(lives(mark)).toBe(true);
  expect(lives({ ...mark, started: `${mark.started}0` })).toBe(false);
  child.kill('SIGKILL');
  await until(() => (lives(mark) ? undefined : true));

  // sh becomes a sleep that never reaps the child which sh started.
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], { stdio: 'pipe' });
  const [pid] = (await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)))
    .toString()
    .split('\n');
  const orphan = await until(() => markOf(Number(pid)));
  await until(() => (lives(orphan) ? undefined : true));
  expect(await readText(`/proc/${pid}/status`)).toContain('State:\tZ');
  parent.kill('SIGKILL');
});
