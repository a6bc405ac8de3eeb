import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

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

async function loadedBy(args: string[]): Promise<string[]> {
  const trace = `data:text/javascript,${encodeURIComponent(TRACE)}`;
  const program = ['--import', trace, path.join(root, 'src/main.ts'), ...args];
  const { stderr } = await execa(process.execPath, program, { reject: false, stdin: 'ignore' });
  return stderr.split('\n').filter((line) => line.startsWith('loaded '));
}

test.each([['--help'], ['--version'], ['list'], ['task', 'rbac'], ['completion']])(
  '%s does not load the Kubernetes client',
  async (...args) => {
    const loaded = await loadedBy(args);
    expect(loaded.join('\n')).toContain('/yargs/');
    expect(loaded.filter((line) => line.includes('client-node'))).toEqual([]);
  },
);
