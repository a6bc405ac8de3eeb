import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { folderWith } from '../lab/folder.ts';

const main = path.resolve(import.meta.dirname, '../../src/main.ts');

function cli(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, stdin: 'ignore' });
}

test('shows what a seed draws', async () => {
  const { stdout, stderr, exitCode } = await cli('exam', 'draw', '--seed', '1');
  const [head, ...rows] = stdout.split('\n');
  expect(head?.split(/ {2,}/)).toEqual([
    'TASK',
    'LAB',
    'DOMAIN',
    'WORTH',
    'TIME',
    'CLUSTER',
    'TITLE',
  ]);
  expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual(
    Array.from({ length: 17 }, (_, index) => String(index + 1)),
  );
  expect(stderr).toContain('Seed 1, 120 minutes, 66 % to pass.');
  expect(exitCode).toBe(0);
});

test('tells programs the same, and writes the tasks', async () => {
  const root = await folderWith({});
  const draw = ['exam', 'draw', '--blueprint', 'short', '--output', 'json'];
  const first = JSON.parse((await cli(...draw, '--tasks', root)).stdout);
  expect(first).toMatchObject({ blueprint: 'short', minutes: 40, passMark: 66, algorithm: 1 });
  expect(first.bank).toMatch(/^[0-9a-f]{64}$/);
  expect(first.tasks.map(({ worth }: { worth: number }) => worth)).toEqual([25, 25, 25, 25]);
  const files = first.tasks.map(({ lab }: { lab: string }) => path.join(root, lab, 'task.md'));
  expect(first.files).toEqual(files);
  for (const { lab, title } of first.tasks) {
    expect(await readFile(path.join(root, lab, 'task.md'), 'utf8')).toContain(`# ${title}\n`);
  }
  const again = JSON.parse((await cli(...draw, '--seed', first.seed)).stdout);
  expect(again).toEqual({ ...first, files: [] });
});

test.each([
  [['exam'], 'Name a command of exam'],
  [['exam', 'drw'], 'Did you mean draw?'],
  [['exam', 'draw', 'rbac'], 'Unknown argument: rbac'],
  [['exam', 'draw', '--blueprint', 'shrt'], 'There is no blueprint "shrt".'],
  [['exam', 'draw', '--seed', 'a b'], '"a b" can\'t be a seed.'],
  [['lint', './no-such.yaml'], "no-such.yaml can't be read"],
])('%j is a wrong command line', async (args, message) => {
  const { stderr, stdout, exitCode } = await cli(...args);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('lint looks at a blueprint by its path', async () => {
  const text = 'version: 1\nname: mine\ntitle: Mine\nminutes: 30\ntasks: 2\n';
  const root = await folderWith({
    'mine.yaml': `${text}weights: { storage: 100 }\n`,
    'wrong.yaml': text,
  });
  const right = await cli('lint', path.join(root, 'mine.yaml'));
  expect(right).toMatchObject({ stdout: '1 blueprint, no findings.', exitCode: 0 });
  const file = path.join(root, 'wrong.yaml');
  expect(await cli('lint', 'rbac', file)).toMatchObject({
    stdout: `${file}:1:1 weights is missing\n${file}:2:7 name must be "wrong", as the file's`,
    exitCode: 1,
  });
});

test('--help lists the commands of exam', async () => {
  expect((await cli('--help')).stdout).toContain('cka-lab exam ');
  const { stdout } = await cli('exam', '--help');
  expect(stdout).toContain('cka-lab exam <command>');
  expect(stdout).toContain('cka-lab exam draw');
  expect((await cli('exam', 'draw', '--help')).stdout).toContain('--tasks');
});

test.each([
  [['exam'], 'exam'],
  [['exam', ''], 'draw'],
  [['exam', 'dr'], 'draw'],
  [['exam', 'draw', '--blueprint', ''], 'short'],
])('completes %j', async (words, expected) => {
  const { stdout, exitCode } = await cli('--get-yargs-completions', 'cka-lab', ...words);
  expect(stdout.split('\n')).toContain(expected);
  expect(stdout.split('\n')).not.toContain('rbac');
  expect(exitCode).toBe(0);
});
