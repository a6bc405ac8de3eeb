import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const main = path.resolve(import.meta.dirname, '../../src/main.ts');

async function cli(...args: string[]) {
  return execa(process.execPath, [main, ...args], { reject: false, stdin: 'ignore' });
}

test.each([
  ['first', ['no-such', 'rbac']],
  ['last', ['rbac', 'no-such']],
])('of several labs, the %s one counts too', async (_which, labs) => {
  for (const command of ['lint', 'verify']) {
    const { exitCode, stderr } = await cli(command, ...labs);
    expect(stderr).toContain('There is no lab "no-such".');
    expect(exitCode).toBe(2);
  }
});

test.each([
  ['first', ['/no-such', '.']],
  ['last', ['.', '/no-such']],
])('of several folders, the %s one counts too', async (_which, [one = '', other = '']) => {
  const { exitCode, stderr } = await cli('list', '--labs', one, '--labs', other);
  expect(stderr).toContain('/no-such');
  expect(exitCode).toBe(2);
});

test('an option that is given twice counts as it was given last', async () => {
  const { stdout } = await cli(
    'list',
    '--tag',
    'dns',
    '--output',
    'text',
    '--output',
    'json',
    '--tag',
    'rbac',
  );
  const labs: { id: string; tags: string[] }[] = JSON.parse(stdout);
  expect(labs.map(({ id }) => id)).toContain('rbac');
  expect(labs.every(({ tags }) => tags.includes('rbac'))).toBe(true);
});
