import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

const launcher = path.resolve(import.meta.dirname, '../../cka-lab');
const TOOLS = 'sh cat chmod cmp cp dirname ln mkdir ps readlink rm sleep tr uname';

/** A folder that holds the launcher, and a PATH with nothing but what the test puts on it. */
export interface Checkout extends AsyncDisposable {
  /** The folder; its name has a space. */
  root: string;
  /** The only folder on PATH. */
  bin: string;
  file: (...name: string[]) => string;
  /** A `node` on PATH of that version. It tells how it was called, and exits with 7. */
  node: (version: string) => Promise<void>;
  /** An `npm` on PATH: `script` is what it does in the checkout. */
  npm: (script: string) => Promise<void>;
  /** How often npm was called, and with what. */
  npmCalls: () => Promise<string[]>;
  start: (args?: string[], file?: string) => ReturnType<typeof startIn>;
}

/** What `npm ci` leaves behind when it succeeds: a Node of its own. */
export const INSTALL = `
mkdir -p node_modules/.bin
cat > node_modules/.bin/node <<'END'
${fakeNode('v24.21.0', 'bundled')}
END
chmod +x node_modules/.bin/node`;

export async function checkout(
  kind: 'sources' | 'published' = 'sources',
  name = 'a checkout',
): Promise<Checkout> {
  const top = await mkdtemp(path.join(tmpdir(), 'cka-lab-launcher-'));
  const root = path.join(top, name);
  const bin = path.join(top, 'bin');
  const file = (...name: string[]) => path.join(root, ...name);
  const calls = path.join(top, 'npm-calls');
  await mkdir(file(kind === 'sources' ? 'src' : 'dist/src'), { recursive: true });
  await mkdir(bin);
  await copyFile(launcher, file('cka-lab'));
  await writeFile(file('package-lock.json'), '{"first": true}\n');
  await writeFile(file(kind === 'sources' ? 'src/main.ts' : 'dist/src/main.js'), '');
  await writeFile(calls, '');
  const found = await execa('sh', ['-c', `for tool in ${TOOLS}; do command -v $tool; done`]);
  for (const tool of found.stdout.split('\n')) {
    await symlink(tool, path.join(bin, path.basename(tool)));
  }
  const program = async (name: string, text: string) => {
    await writeFile(path.join(bin, name), text);
    await chmod(path.join(bin, name), 0o755);
  };
  return {
    root,
    bin,
    file,
    node: (version) => program('node', fakeNode(version, 'path')),
    npm: (script) => program('npm', `#!/bin/sh\necho "$*" >> '${calls}'\n${script}\n`),
    npmCalls: async () => (await readFile(calls, 'utf8')).split('\n').filter(Boolean),
    start: (args = [], from = file('cka-lab')) => startIn(bin, from, args),
    [Symbol.asyncDispose]: () => rm(top, { recursive: true, force: true }),
  };
}

function fakeNode(version: string, name: string): string {
  return `#!/bin/sh
[ "$1" = --version ] && { echo ${version}; exit; }
printf '%s\\n' "${name} $$" "$PWD" "$@"
exit 7`;
}

function startIn(bin: string, file: string, args: string[]) {
  return execa(file, args, { reject: false, extendEnv: false, cwd: bin, env: { PATH: bin } });
}
