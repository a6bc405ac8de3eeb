import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withOwnShell } from '../../src/session/own-shell.ts';
import { findProgram } from '../../src/setup/machine.ts';

let home: string;
let state: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "cka-lab o'shell "));
  state = path.join(home, 'state');
});
afterEach(() => rm(home, { recursive: true }));

const OWN = '/users/own kubeconfig';
const wanted = () => ({
  KUBECONFIG: path.join(state, "o'clusters", 'kubeconfig'),
  LAB_NAMESPACE: 'orders',
  PATH: `/tools/kubectl:${process.env.PATH}:/the/launcher`,
});

/** What a shell of that name says to these lines, as a person would type them. */
async function typed(name: string, lines: string[], own: Record<string, string> = {}) {
  const file = findProgram({ env: process.env }, name) ?? '';
  const env = { PATH: process.env.PATH, HOME: home, SHELL: file, ...own };
  return withOwnShell({ env, paths: { state, cache: state } }, wanted(), async (shell) => {
    expect(shell.file).toBe(file);
    // fish reads from a pipe, and a program of Node's has a socket there.
    const result = await execa('sh', ['-c', 'cat | "$0" "$@"', shell.file, ...shell.args], {
      input: `${lines.join('\n')}\n`,
      env: { ...env, ...shell.env },
      extendEnv: false,
      reject: false,
    });
    return { code: result.exitCode, said: result.stdout, errors: result.stderr };
  });
}

const RC = `export KUBECONFIG='${OWN}'
export PATH=/usr/bin:/bin
alias kubectl='kubectl --context production'
alias k=kubectl
export OF_THE_USER=yes
`;
const LOOK = ['echo "K=$KUBECONFIG"', 'echo "P=$PATH"', 'echo "U=$OF_THE_USER $LAB_NAMESPACE"'];

function has(name: string): boolean {
  return findProgram({ env: process.env }, name) !== undefined;
}

const shells = [
  ['bash', '.bashrc', {}],
  ['zsh', '.zshrc', {}],
  ['zsh', '.zshenv', {}],
  ['zsh', 'dot/.zshrc', { ZDOTDIR: 'dot' }],
  ['dash', '.shrc', { ENV: '.shrc' }],
  ['sh', '.shrc', { ENV: '.shrc' }],
] as const;

describe.each(shells)('%s whose %s leads elsewhere', (name, rc, own) => {
  test.skipIf(!has(name))('is on the cluster of the lab', async () => {
    const file = path.join(home, rc);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, RC);
    const places = Object.entries(own).map(([key, value]) => [key, path.join(home, value)]);
    const lines = [...LOOK, 'alias', 'exit 7'];
    const { code, said } = await typed(name, lines, Object.fromEntries(places));
    expect(code).toBe(7);
    expect(said).toContain(`K=${wanted().KUBECONFIG}\n`);
    expect(said).toMatch(/^P=\/tools\/kubectl:\/usr\/bin:\/bin:.*:\/the\/launcher$/m);
    expect(said).toContain('U=yes orders\n');
    expect(said).not.toContain('production');
    expect(await readdir(state)).toEqual([]);
  });
});

describe.each([
  ["alias kubectl='KUBECONFIG=/production kubectl'"],
  ['kubectl() { command kubectl --context production "$@"; }'],
  ['kubectl() { KUBECONFIG=/production command kubectl "$@"; }'],
])('a start file with %s', (line) => {
  test.each(['bash', 'zsh'])('leads kubectl of %s nowhere else', async (name) => {
    if (!has(name)) return;
    await writeFile(path.join(home, `.${name}rc`), `${line}\nof_the_user() { echo still; }\n`);
    const { said } = await typed(name, ['alias kubectl', 'typeset -f kubectl', 'of_the_user']);
    expect(said).not.toContain('production');
    expect(said).toContain('still');
  });
});

const SAID = 'KUBECONFIG is set for this lab.';
const NOT_SAID = "KUBECONFIG is not the lab's here";

describe.each(['bash', 'zsh'])('%s says where kubectl leads, once its files were read', (name) => {
  const rc = `.${name}rc`;
  test.skipIf(!has(name)).each([
    ['nothing', ''],
    ['set before', RC],
    ['an end that is a return', `${RC}return 0\n`],
    ['a hook that does no harm', 'PROMPT_COMMAND="true;"\nprecmd() { true; }\n'],
  ])('to the lab: %s', async (_what, text) => {
    await writeFile(path.join(home, rc), text);
    const { errors } = await typed(name, ['true', 'true']);
    expect(errors.split(SAID).length).toBe(2);
    expect(errors).not.toContain(NOT_SAID);
  });

  test.skipIf(!has(name)).each([
    ['read-only', 'readonly KUBECONFIG=/users/own\n'],
    [
      'set at the prompt',
      'f() { export KUBECONFIG=/users/own; }; PROMPT_COMMAND=f\nprecmd() { f; }\n',
    ],
    ['in the hands of another shell', 'export KUBECONFIG=/users/own; exec sh\n'],
  ])('elsewhere: %s', async (_what, text) => {
    await writeFile(path.join(home, rc), text);
    const { errors } = await typed(name, ['echo "K=$KUBECONFIG"', 'true']);
    expect(errors).not.toContain(SAID);
  });
});

test.skipIf(!has('fish'))('an alias of fish that names a cluster leads nowhere', async () => {
  await mkdir(path.join(home, '.config/fish'), { recursive: true });
  const config = "alias kubectl 'command kubectl --context production'\nalias k kubectl\n";
  await writeFile(path.join(home, '.config/fish/config.fish'), config);
  const { said } = await typed('fish', ['functions kubectl', 'functions k']);
  expect(said).not.toContain('production');
  expect(said).toContain('kubectl $argv');
});

test.skipIf(!has('fish'))('fish whose config.fish leads elsewhere is on the cluster', async () => {
  await mkdir(path.join(home, '.config/fish'), { recursive: true });
  const config = `set -gx KUBECONFIG '${OWN}'\nset -gx PATH /usr/bin /bin\n`;
  await writeFile(path.join(home, '.config/fish/config.fish'), config);
  const { code, said } = await typed('fish', ['echo "K=$KUBECONFIG"', 'echo "P=$PATH"', 'exit 7']);
  expect(code).toBe(7);
  expect(said).toContain(`K=${wanted().KUBECONFIG}\n`);
  expect(said).toMatch(/^P=\/tools\/kubectl:\/usr\/bin:\/bin:.*:\/the\/launcher$/m);
});

test.skipIf(!has('zsh'))(
  "zsh keeps its history and ZDOTDIR where they are the user's",
  async () => {
    await writeFile(path.join(home, '.zshrc'), '[[ -n $HISTFILE ]] || HISTFILE=~/.zsh_history\n');
    const { said } = await typed('zsh', ['echo "H=$HISTFILE Z=[$ZDOTDIR]"']);
    expect(said).toContain(`H=${home}/.zsh_history Z=[]`);
  },
);

test('without files of the user nothing is complained of', async () => {
  const { said, code } = await typed('bash', [...LOOK, 'exit 3']);
  expect(said).toContain(`K=${wanted().KUBECONFIG}\n`);
  expect(code).toBe(3);
});

test.each([
  [undefined, 'SHELL is not set'],
  ['', 'SHELL is not set'],
  ['/not/there', 'SHELL is /not/there'],
  ['/usr/sbin/nologin', 'SHELL is /usr/sbin/nologin'],
  ['/bin/false', 'SHELL is /bin/false'],
  ['/etc', 'SHELL is /etc'],
  ['/etc/passwd', 'SHELL is /etc/passwd'],
])('where SHELL is %j it is bash, with a word', async (SHELL, word) => {
  const env = { PATH: process.env.PATH, SHELL };
  await withOwnShell({ env, paths: { state, cache: state } }, wanted(), async (shell) => {
    expect(path.basename(shell.file)).toBe('bash');
    expect(shell.remark).toContain(word);
    expect(shell.remark).toContain('bash');
  });
});

test('SHELL may be a bare name', async () => {
  const env = { PATH: process.env.PATH, SHELL: 'sh' };
  await withOwnShell({ env, paths: { state, cache: state } }, wanted(), async (shell) => {
    expect(shell.file).toBe(findProgram({ env }, 'sh'));
    expect(shell.remark).toBeUndefined();
  });
});

test('of a shell that is not known it is said which KUBECONFIG must be set', async () => {
  const file = path.join(home, 'nu');
  await writeFile(file, '#!/bin/sh\n', { mode: 0o755 });
  const env = { PATH: process.env.PATH, SHELL: file };
  await withOwnShell({ env, paths: { state, cache: state } }, wanted(), async (shell) => {
    expect(shell).toMatchObject({ file, args: [], env: wanted() });
    expect(shell.remark).toContain(wanted().KUBECONFIG);
  });
});
