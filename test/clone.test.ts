import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

let top: string;
let names: string[];

// A repository of the files as they are here, whether they are committed or not.
beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'cka-lab-clone-'));
  const repository = path.join(top, 'repository.git');
  const env = { GIT_DIR: repository, GIT_WORK_TREE: root, GIT_CONFIG_GLOBAL: '/dev/null' };
  await mkdir(repository);
  const git = (...args: string[]) => execa('git', args, { cwd: root, env });
  await execa('git', ['init', '--quiet', '--bare', repository]);
  await git('-c', 'core.autocrlf=false', '-c', 'core.safecrlf=false', 'add', '--all');
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost'];
  await git(...author, 'commit', '--quiet', '--message', 'All of it');
  names = (await git('ls-files', '-z')).stdout.split('\0').filter(Boolean);
});

afterAll(() => rm(top, { recursive: true, force: true }));

// As git's installer for Windows sets it, and as some set it themselves.
test.each([
  ['autocrlf', ['core.autocrlf=true']],
  ['eol', ['core.autocrlf=false', 'core.eol=crlf']],
])('a clone with %s has the same bytes', async (name, settings) => {
  const clone = path.join(top, name);
  const options = settings.flatMap((setting) => ['-c', setting]);
  await execa('git', ['clone', '--quiet', ...options, path.join(top, 'repository.git'), clone]);
  expect(names).toContain('cka-lab');
  expect(names).toContain('package-lock.json');
  const compared = names.map(async (file) => {
    const [here, there] = await Promise.all(
      [root, clone].map((at) => readFile(path.join(at, file))),
    );
    return here?.equals(there ?? Buffer.of()) ? [] : [file];
  });
  expect((await Promise.all(compared)).flat()).toEqual([]);
});
