import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { flawIn, mountOf } from '../../src/host/folders.ts';
import { quote } from '../../src/host/quote.ts';

const program = path.resolve(import.meta.dirname, '../../src/main.ts');
let top: string;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'cka-lab-folders-'));
});
afterEach(() => rm(top, { recursive: true }));

const pathsIn = (folder: string) => ({
  state: path.join(folder, 'state'),
  cache: path.join(folder, 'cache'),
});

async function run(args: readonly string[], env: Record<string, string>) {
  const options = { reject: false, stdin: 'ignore', env } as const;
  const { exitCode, stderr } = await execa(process.execPath, [program, ...args], options);
  return { exitCode, stderr };
}

test('folders that are there, and those that can be made, will do', () => {
  expect(flawIn(pathsIn(top))).toBeUndefined();
  expect(flawIn(pathsIn(path.join(top, "o'brien, with blanks")))).toBeUndefined();
});

test.each([
  ['a colon', 'a:b'],
  ['a line end', 'a\nb'],
])('a name with %s is refused before anything is made', async (_what, name) => {
  const flaw = flawIn(pathsIn(path.join(top, name)));
  expect(flaw?.why).toContain(JSON.stringify(path.join(top, name, 'state')));
  expect(flaw?.next).toContain('XDG_STATE_HOME');
  const { exitCode, stderr } = await run(['start', 'rbac'], {
    XDG_STATE_HOME: path.join(top, name),
  });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^Error: The folder .* can't be used: its name has a .*\n→ Set XDG_STATE/);
});

test('what ends things is not refused', async () => {
  const env = { XDG_STATE_HOME: path.join(top, 'a:b') };
  expect((await run(['stop', '--all'], env)).exitCode).toBe(0);
});

test.skipIf(process.getuid?.() === 0)('one that may not be written to is named', async () => {
  await chmod(top, 0o500);
  expect(flawIn(pathsIn(top))?.why).toContain(`this user may not write to ${top}`);
});

test('what is kept where no program may run is named, with its mount', async () => {
  const mounts = path.join(top, 'mountinfo');
  const root = '1 0 8:1 / / rw,relatime - ext4 /dev/a rw';
  const escaped = path.join(top, 'no exec').replaceAll(' ', '\\040');
  await writeFile(mounts, `${root}\n2 1 8:2 / ${escaped} rw,nosuid,noexec - tmpfs t rw\n`);
  const flaw = flawIn(pathsIn(path.join(top, 'no exec', 'deep')), mounts);
  // The folder is not there, so the one above it counts.
  expect(flaw).toBeUndefined();
  expect(
    mountOf(path.join(top, 'no exec', 'deep'), `${root}\n2 1 8:2 / ${escaped} rw,noexec - t t rw`),
  ).toEqual({
    folder: path.join(top, 'no exec'),
    options: ['rw', 'noexec'],
  });
  expect(mountOf(`${path.join(top, 'no exec')}s`, root)?.folder).toBe('/');
});

const alone = { ...process.env, TOP: '', PROGRAM: program, NODE: process.execPath };
const unshare = await execa('unshare', ['--mount', 'true'], { reject: false });

test.skipIf(unshare.exitCode !== 0)('a cache on a mount without exec is refused', async () => {
  const script = `mount -t tmpfs -o noexec tmpfs "$TOP" &&
XDG_CACHE_HOME="$TOP/c" XDG_STATE_HOME="$TOP/s" "$NODE" "$PROGRAM" start rbac`;
  const { exitCode, stderr } = await execa('unshare', ['--mount', 'sh', '-c', script], {
    reject: false,
    env: { ...alone, TOP: top },
  });
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`${top} is mounted noexec`);
  expect(stderr).toContain(`sudo mount -o remount,exec ${top}`);
});

test.skipIf(unshare.exitCode !== 0)('a home that is read-only is refused', async () => {
  const script = `mount -t tmpfs -o ro tmpfs "$TOP" &&
HOME="$TOP" XDG_CACHE_HOME= XDG_STATE_HOME= "$NODE" "$PROGRAM" start rbac`;
  const { exitCode, stderr } = await execa('unshare', ['--mount', 'sh', '-c', script], {
    reject: false,
    env: { ...alone, TOP: top },
  });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(
    /^Error: The folder .* can't be used: .* is read-only\.\n→ Set XDG_STATE_HOME/,
  );
});

test('a word can be pasted into a shell', async () => {
  for (const word of [
    '/plain/path-1.2',
    '/with blank',
    "/o'brien",
    '$HOME',
    '`id`',
    '"',
    '~',
    '*',
    '',
  ]) {
    const { stdout } = await execa('sh', ['-c', `printf %s ${quote(word)}`]);
    expect(stdout).toBe(word);
  }
  expect(quote('/plain/path')).toBe('/plain/path');
});
