import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

// Prints the address of every module that is loaded.
const TRACE = `
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      process.stderr.write('loaded ' + url + '\\n');
      return next(url, context);
    },
  });`;

// Records of their own: `stop` must not end a lab of the person who runs the tests.
const XDG_STATE_HOME = await mkdtemp(path.join(tmpdir(), 'lazy-'));

afterAll(() => rm(XDG_STATE_HOME, { recursive: true }));

async function loadedBy(args: string[]): Promise<string[]> {
  const trace = `data:text/javascript,${encodeURIComponent(TRACE)}`;
  const program = ['--import', trace, path.join(root, 'src/main.ts'), ...args];
  const env = { XDG_STATE_HOME };
  const options = { reject: false, stdin: 'ignore', env } as const;
  const { stderr } = await execa(process.execPath, program, options);
  return stderr.split('\n').filter((line) => line.startsWith('loaded '));
}

test.each([
  ['--help'],
  ['--version'],
  ['list'],
  ['stats'],
  ['task', 'rbac'],
  ['completion'],
  ['start', 'no-such-lab'],
  ['status'],
  ['stop'],
  ['exam', 'draw'],
  ['exam', 'status'],
  ['exam', 'task'],
])('%s does not load the Kubernetes client', async (...args) => {
  const loaded = await loadedBy(args);
  expect(loaded.join('\n')).toContain('/yargs/');
  expect(loaded.filter((line) => line.includes('client-node'))).toEqual([]);
});
