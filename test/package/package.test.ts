import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const NPM = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
const TWO_MINUTES = 120_000;

let top: string;
let installed: string;

/** Runs a program where the package is installed, by the Node of this test. */
function run(file: string, args: string[]) {
  return execa(file, args, {
    cwd: path.join(top, 'app'),
    preferLocal: true,
    env: { PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` },
    stdin: 'ignore',
    reject: false,
  });
}

// What a user gets: packed as for the registry, and installed from the file.
beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'cka-lab-package-'));
  const app = path.join(top, 'app');
  await mkdir(app);
  await writeFile(path.join(app, 'package.json'), '{ "private": true, "type": "module" }');
  await execa('npm', ['pack', '--pack-destination', top, ...NPM], { cwd: root, stdin: 'ignore' });
  const tarball = (await readdir(top)).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
  await execa('npm', ['install', path.join(top, tarball), ...NPM], { cwd: app, stdin: 'ignore' });
  installed = path.join(app, 'node_modules/cka-lab');
}, TWO_MINUTES);

afterAll(() => rm(top, { recursive: true, force: true }));

test('runs without TypeScript sources', async () => {
  const names = await readdir(installed, { recursive: true });
  expect(names.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  expect(await run('cka-lab', ['--version'])).toMatchObject({ stdout: version, exitCode: 0 });
});

test('brings its labs, with graders that load', async () => {
  expect((await run('cka-lab', ['list'])).stdout).toContain('rbac');
  expect(await run('cka-lab', ['lint'])).toMatchObject({ exitCode: 0 });
});

test('brings the licence and texts, and no line that ends with CR', async () => {
  const entries = await readdir(installed, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name);
  for (const name of ['LICENSE', 'README.md', 'CHANGELOG.md']) expect(names).toContain(name);
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const text = await readFile(path.join(parentPath, name), 'utf8');
      return text.includes('\r\n') ? [name] : [];
    }),
  );
  expect(texts.flat()).toEqual([]);
});

test('brings every file that goes into images', async () => {
  const files = async (folder: string) => {
    const all = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = all.filter((entry) => !entry.isDirectory());
    return names.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  };
  const [here, there] = [root, installed].map((folder) => path.join(folder, 'src/image/files'));
  expect((await files(there ?? '')).sort()).toEqual((await files(here ?? '')).sort());
});

test('an author elsewhere writes a grader with types', async () => {
  const grader = "import { grader } from 'cka-lab/grader';\nexport default grader(";
  const compile = async (argument: string) => {
    await writeFile(path.join(top, 'app/lab.ts'), `${grader}${argument});\n`);
    const tsc = path.join(root, 'node_modules/.bin/tsc');
    const options = '--noEmit --strict --skipLibCheck --module nodenext --target es2024';
    return run(tsc, [...options.split(' '), 'lab.ts']);
  };
  expect(await compile('({ check }) => void check')).toMatchObject({ stdout: '', exitCode: 0 });
  expect((await compile('({ nothing }) => void nothing')).stdout).toContain("'nothing'");
});
