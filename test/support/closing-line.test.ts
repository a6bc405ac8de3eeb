import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const reporter = pathToFileURL(path.join(import.meta.dirname, 'closing-line.ts'));

/** Runs Vitest on a folder with these files; returns its last line and exit code. */
async function runTests(files: Record<string, string>) {
  const root = await mkdtemp(path.join(tmpdir(), 'cka-lab-vitest-'));
  const config = `
    import { ClosingLine } from '${reporter}';
    const globalSetup = ${'setup.js' in files ? "['setup.js']" : '[]'};
    export default { test: { globals: true, reporters: [new ClosingLine()], globalSetup } };`;
  try {
    for (const [name, text] of Object.entries({ ...files, 'vitest.config.js': config })) {
      await writeFile(path.join(root, name), text);
    }
    const { stdout, exitCode } = await execa('vitest', ['run', '--root', root], {
      preferLocal: true,
      localDir: import.meta.dirname,
      reject: false,
      stdin: 'ignore',
    });
    return [stdout.trimEnd().split('\n').at(-1), exitCode];
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const fine = "test('a', () => {}); test('b', () => {});";

test('counts tests, and names the skipped ones only when there are some', async () => {
  expect(await runTests({ 'a.test.js': fine })).toEqual(['2 passed, 0 failed', 0]);
  const more = "test.skip('c', () => {}); test('d', () => { throw new Error('d'); });";
  const files = { 'a.test.js': fine, 'b.test.js': more };
  expect(await runTests(files)).toEqual(['2 passed, 1 failed, 1 skipped', 1]);
});

test.each([
  ['a file that does not load', "import './nowhere.js';"],
  ['a failing hook', "afterAll(() => { throw new Error('x'); }); test('c', () => {});"],
  [
    'an error outside tests',
    "setTimeout(() => { throw new Error('x'); }); await new Promise((r) => setTimeout(r, 100)); test('c', () => {});",
  ],
])('%s counts as failed', async (_case, text) => {
  const [line, exitCode] = await runTests({ 'a.test.js': fine, 'b.test.js': text });
  expect(line).toMatch(/^[23] passed, 1 failed$/);
  expect(exitCode).toBe(1);
});

test.each([
  ['setup', "export const setup = () => { throw new Error('x'); };", '0 passed, 1 failed'],
  ['teardown', "export const teardown = () => { throw new Error('x'); };", '2 passed, 1 failed'],
])('a failing global %s counts as failed', async (_case, setup, line) => {
  expect(await runTests({ 'a.test.js': fine, 'setup.js': setup })).toEqual([line, 1]);
});
