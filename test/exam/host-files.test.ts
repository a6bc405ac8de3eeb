import { execFile } from 'node:child_process';
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { fetchFiles } from '../../src/exam/host/fetch.ts';
import { putFiles } from '../../src/exam/host/put.ts';
import { fakes } from '../setup/fakes.ts';

const run = promisify(execFile);
const runtime = { name: 'docker', version: '26.1.5' } as const;
const host = { runtime, container: 'host' };

/** A folder that stands for one on a host, and one here that holds something older. */
async function folders() {
  const folder = await mkdtemp(path.join(tmpdir(), 'cka-lab-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [there, here] = [path.join(folder, 'lab'), path.join(folder, 'here', 'lab-1')];
  await mkdir(there);
  await mkdir(here, { recursive: true });
  await writeFile(path.join(here, 'old.txt'), 'old');
  return { there, here };
}

/** A docker that copies from this machine, as the real one does from a container: as a tar file. */
const COPIES = `case "$1" in
  cp) file=\${2#host:}
    test -e "$file" || { echo "Error response from daemon: Could not find the file $file in container host" >&2; exit 1; }
    exec /usr/bin/tar --create --sort=name --directory "$(dirname "$file")" "$(basename "$file")";;
esac`;

async function world(docker = COPIES) {
  // No tar and no head of this machine: whichever they are, nothing depends on them.
  const tools = ['mkdir', 'dirname', 'basename', 'bash', 'base64'];
  const programs = Object.fromEntries(tools.map((name) => [name, `exec /usr/bin/${name} "$@"`]));
  return fakes({ ...programs, docker });
}

test('what the learner wrote is here as it is there, and nothing else', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  await mkdir(path.join(there, 'sub'));
  await writeFile(path.join(there, 'answer.txt'), 'yes\n', { mode: 0o644 });
  await writeFile(path.join(there, 'sub', 'a b.txt'), Buffer.from([0, 255, 10]));
  await writeFile(path.join(there, 'closed'), 'closed', { mode: 0o000 });
  expect(await fetchFiles(context, host, there, here)).toEqual({
    files: ['answer.txt', 'closed', 'sub/a b.txt'],
    left: [],
    cut: false,
    whole: true,
  });
  expect((await readdir(here, { recursive: true })).sort()).toEqual([
    'answer.txt',
    'closed',
    'sub',
    'sub/a b.txt',
  ]);
  expect(await readFile(path.join(here, 'sub', 'a b.txt'))).toEqual(Buffer.from([0, 255, 10]));
  expect((await stat(path.join(here, 'answer.txt'))).mode & 0o777).toBe(0o600);
  expect(await readdir(path.dirname(here))).toEqual([path.basename(here)]);
});

test('links, pipes and what they lead to stay there', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  await symlink('/etc/passwd', path.join(there, 'file'));
  await symlink('/etc', path.join(there, 'folder'));
  await symlink('../../../../etc/passwd', path.join(there, 'relative'));
  await run('mkfifo', [path.join(there, 'pipe')]);
  await writeFile(path.join(there, 'plain'), 'plain');
  const fetched = await fetchFiles(context, host, there, here);
  expect(fetched).toEqual({
    files: ['plain'],
    left: ['file', 'folder', 'pipe', 'relative'],
    cut: false,
    whole: true,
  });
  expect(await readdir(here)).toEqual(['plain']);
});

test('names that lead out of the folder are not followed', async () => {
  const { there, here } = await folders();
  const outside = path.join(path.dirname(here), 'outside');
  // An archive that no file system could give: the runtime is trusted, and yet not with this.
  const made = `/usr/bin/tar --create --absolute-names --transform 's,^.*/plain$,lab/../../outside,' "$file/plain"`;
  const { context } = await world(`case "$1" in cp) file=\${2#host:}; exec ${made};; esac`);
  await writeFile(path.join(there, 'plain'), 'plain');
  expect((await fetchFiles(context, host, there, here)).files).toEqual([]);
  await expect(stat(outside)).rejects.toThrow('ENOENT');
});

test('what is too much is cut, and does not fill this machine', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  await writeFile(path.join(there, 'a'), 'a');
  await run('truncate', ['--size', '1G', path.join(there, 'big')]);
  const fetched = await fetchFiles(context, host, there, here, { bytes: 2 ** 20, files: 500 });
  // A part of a file is no file.
  expect(fetched).toMatchObject({ left: ['big'], cut: true, whole: false });
  expect(await readdir(here)).not.toContain('big');
});

test('of too many files the first are taken', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  for (const name of ['a', 'b', 'c']) await writeFile(path.join(there, name), name);
  const fetched = await fetchFiles(context, host, there, here, { bytes: 2 ** 20, files: 2 });
  expect(fetched).toEqual({ files: ['a', 'b'], left: ['c'], cut: false, whole: false });
});

test('a second name of a file is a file, within the limit', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  await writeFile(path.join(there, 'a'), 'x'.repeat(1000));
  await link(path.join(there, 'a'), path.join(there, 'b'));
  expect((await fetchFiles(context, host, there, here)).files).toEqual(['a', 'b']);
  expect(await readFile(path.join(here, 'b'), 'utf8')).toHaveLength(1000);
  const most = { bytes: 10_500, files: 500 };
  expect(await fetchFiles(context, host, there, here, most)).toMatchObject({ whole: false });
});

test('a name that is no text, and one that this machine does not take, are left', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  await writeFile(Buffer.concat([Buffer.from(`${there}/`), Buffer.from([0xff, 0x41])]), 'odd');
  await writeFile(path.join(there, 'plain'), 'plain');
  const fetched = await fetchFiles(context, host, there, here);
  expect(fetched).toMatchObject({ files: ['plain'], left: ['\u{fffd}A'], whole: false });
});

test('long names and names with every letter come as they are', async () => {
  const { there, here } = await folders();
  const { context } = await world();
  const name = `${'ä'.repeat(100)}\n'"`;
  await mkdir(path.join(there, 'deep'.repeat(40)));
  await writeFile(path.join(there, 'deep'.repeat(40), name), 'long');
  await fetchFiles(context, host, there, here);
  expect(await readFile(path.join(here, 'deep'.repeat(40), name), 'utf8')).toBe('long');
});

test.each([
  ['fails on its way', 'head -c 2000; echo "Error: the disk is broken" >&2; exit 1', 'broken'],
  ['fails at its end', 'cat; echo "Error: the disk is broken" >&2; exit 1', 'broken'],
  ['is cut short unnoticed', 'head -c 2000', 'could not be read'],
  ['ends between two files', 'head -c 1536', 'could not be read'],
  ['is no archive', 'echo "garbage, and more of it"', 'could not be read'],
  ['is empty', 'exit 0', 'could not be read'],
])('a copy that %s is an error, and what is here stays', async (_case, docker, text) => {
  const { there, here } = await folders();
  await writeFile(path.join(there, 'a'), 'a'.repeat(500));
  await writeFile(path.join(there, 'b'), 'b'.repeat(2000));
  const packed = `/usr/bin/tar --create --sort=name --directory "$(dirname "$file")" "$(basename "$file")"`;
  const { context, program } = await world(
    `case "$1" in cp) file=\${2#host:}; ${packed} | { ${docker}; };; esac`,
  );
  await program('head', 'exec /usr/bin/head "$@"');
  await expect(fetchFiles(context, host, there, here)).rejects.toThrow(text);
  expect(await readdir(here)).toEqual(['old.txt']);
  expect(await readdir(path.dirname(here))).toEqual([path.basename(here)]);
});

test.each([
  ['is not there', async (there: string) => rm(there, { recursive: true })],
  [
    'became a link',
    async (there: string) => {
      await rm(there, { recursive: true });
      await symlink('/etc', there);
    },
  ],
])('a folder that %s is an empty one', async (_case, change) => {
  const { there, here } = await folders();
  const { context } = await world();
  await change(there);
  expect((await fetchFiles(context, host, there, here)).files).toEqual([]);
  expect(await readdir(here)).toEqual([]);
});

test('a host that is gone is an error, and what is here stays', async () => {
  const { there, here } = await folders();
  const { context } = await world('echo "No such container: host" >&2; exit 1');
  await expect(fetchFiles(context, host, there, here)).rejects.toThrow('No such container');
  expect(await readdir(here)).toEqual(['old.txt']);
});

test('files are put as they are, with their modes, and kept where that is asked for', async () => {
  const { there } = await folders();
  // Everything behind the name of the container is run here.
  const docker = 'while [ "$1" != host ]; do shift; done; shift; exec "$@"';
  const { context } = await world(docker);
  const put = (text: string, keep = false) =>
    putFiles(
      context,
      host,
      there,
      [
        { name: "sub/it's $HOME `x`.txt", text },
        { name: 'bytes', text: Buffer.from([0, 10, 255]), mode: 0o755 },
        { name: 'empty', text: '' },
      ],
      { keep },
    );
  await put('one\n');
  await put('two\n', true);
  const file = path.join(there, "sub/it's $HOME `x`.txt");
  expect(await readFile(file, 'utf8')).toBe('one\n');
  expect(await readFile(path.join(there, 'bytes'))).toEqual(Buffer.from([0, 10, 255]));
  expect((await stat(path.join(there, 'bytes'))).mode & 0o777).toBe(0o755);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(path.join(there, 'empty'), 'utf8')).toBe('');
  await put('two\n');
  expect(await readFile(file, 'utf8')).toBe('two\n');
});
