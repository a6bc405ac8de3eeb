import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { quote } from '../host/quote.ts';
import { findProgram } from '../setup/machine.ts';

/** An interactive shell of the user's, in which a lab's variables hold whatever its start files do. */
export interface OwnShell {
  file: string;
  args: string[];
  env: Record<string, string>;
  /** What the user must know of it, in a sentence. */
  remark: string | undefined;
}

/** What comes after a shell's own start files, and how it is told to read that. */
interface Manner {
  /** Files by name, in a folder of ours. */
  files: (values: Values) => Record<string, string>;
  args: (folder: string, values: Values) => string[];
  env: (folder: string, own: Env) => Record<string, string>;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Values {
  variables: Record<string, string>;
  /** Folders that go before PATH. */
  first: string;
  /** What goes behind it: start files may have dropped what was there. */
  last: string;
}

/** Shells that are there so that nobody logs in. */
const NO_SHELL = new Set(['nologin', 'false', 'true']);

/**
 * Runs `work` with the user's shell, told to set these variables after its own start files. What it
 * reads is removed afterwards.
 */
export async function withOwnShell<T>(
  context: Pick<Context, 'env' | 'paths'>,
  env: Record<string, string>,
  work: (shell: OwnShell) => Promise<T>,
): Promise<T> {
  const { file, instead } = chooseShell(context.env);
  const name = path.basename(file).replace(/^-/, '');
  const manner = MANNERS[name];
  if (!manner) {
    const remark = `KUBECONFIG is set for this lab, unless the start files of ${name} set another one: it must be ${env.KUBECONFIG}. Leave the shell with \`exit\`.`;
    return work({ file, args: [], env, remark: join(instead, remark) });
  }
  await mkdir(context.paths.state, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(context.paths.state, 'shell-'));
  try {
    const values = valuesOf(env, context.env.PATH ?? '');
    for (const [name, text] of Object.entries(manner.files(values))) {
      await writeFile(path.join(folder, name), text, { mode: 0o600 });
    }
    const args = manner.args(folder, values);
    // Whether KUBECONFIG is set the shell says itself, once its own files were read.
    const all = { ...env, ...manner.env(folder, context.env) };
    return await work({ file, args, env: all, remark: instead });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** SHELL, or where that is none to work in bash, or sh. */
function chooseShell(env: Env): { file: string; instead: string | undefined } {
  const given = env.SHELL ?? '';
  // A bare name is looked for as any program is.
  const named = /^[^/]+$/.test(given) ? (findProgram({ env }, given) ?? given) : given;
  if (named !== '' && !NO_SHELL.has(path.basename(named)) && isProgram(named)) {
    return { file: named, instead: undefined };
  }
  const file = findProgram({ env }, 'bash') ?? '/bin/sh';
  const why = named === '' ? 'SHELL is not set' : `SHELL is ${named}, in which nobody can work`;
  return { file, instead: `${why}, so this is ${path.basename(file)}.` };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function join(...sentences: (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

function valuesOf({ PATH = '', ...variables }: Record<string, string>, own: string): Values {
  const known = own.split(path.delimiter);
  const wanted = PATH.split(path.delimiter);
  const start = wanted.findIndex((folder) => known.includes(folder));
  return {
    variables,
    first: wanted.slice(0, Math.max(0, start)).join(path.delimiter),
    last: PATH,
  };
}

const SET = 'KUBECONFIG is set for this lab. Leave the shell with `exit`.';
const NOT_SET =
  "KUBECONFIG is not the lab's here, so kubectl leads elsewhere. Something sets it after us; `cka-lab shell -- CMD` runs one command without it.";

/** What leads `k` to a cluster, as patterns of a shell; plain kubectl may stay. */
const LEADING = '*kubectl* | *KUBECONFIG* | *--context* | *--server*';

function exportsOf({ variables, first, last }: Values): string {
  return [
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    `export PATH=${first === '' ? '' : `${quote(first)}:`}"$PATH":${quote(last)}`,
    // An alias or function that names a cluster would lead there, whatever KUBECONFIG says.
    'unalias kubectl 2>/dev/null',
    'unset -f kubectl 2>/dev/null',
    `case $(alias k 2>/dev/null) in *"='kubectl'" | *=kubectl) ;; ${LEADING}) unalias k ;; esac`,
    `case $(typeset -f k 2>/dev/null) in ${LEADING}) unset -f k ;; esac`,
    '',
  ].join('\n');
}

/** Says where kubectl leads, by what is so once the shell's own files have had their say. */
function saying({ variables: { KUBECONFIG = '' } }: Values, after: string): string {
  return `cka_lab_say() {
  if [ "\${KUBECONFIG:-}" = ${quote(KUBECONFIG)} ]; then echo ${quote(SET)}
  else echo ${quote(NOT_SET)}
  fi >&2
  ${after}
}
`;
}

/** As fish reads it. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function fishCommands({ variables, first, last }: Values): string {
  const folders = (text: string) =>
    text.split(path.delimiter).filter(Boolean).map(fishQuoted).join(' ');
  return [
    ...Object.entries(variables).map(([name, value]) => `set -gx ${name} ${fishQuoted(value)}`),
    `set -gx PATH ${folders(first)} $PATH ${folders(last)}`,
    // An alias of fish is a function too.
    'functions -e kubectl',
    "functions k 2>/dev/null | string match -qr -- '^(?!.*alias k kubectl).*(kubectl .*-|KUBECONFIG|--context|--server)'; and functions -e k",
    `function cka_lab_say --on-event fish_prompt; functions -e cka_lab_say; if test "$KUBECONFIG" = ${fishQuoted(variables.KUBECONFIG ?? '')}; echo ${fishQuoted(SET)} >&2; else; echo ${fishQuoted(NOT_SET)} >&2; end; end`,
  ].join('; ');
}

const bourne: Manner = {
  files: (values) => ({
    rc: `${sourced('"$CKA_LAB_ENV"')}\nENV=$CKA_LAB_ENV\nunset CKA_LAB_ENV\n${exportsOf(values)}${saying(values, '')}cka_lab_say\nunset -f cka_lab_say\n`,
  }),
  args: () => ['-i'],
  env: (folder, { ENV }) => ({
    ENV: path.join(folder, 'rc'),
    ...(ENV ? { CKA_LAB_ENV: ENV } : {}),
  }),
};

function sourced(file: string): string {
  return `if [ -r ${file} ]; then . ${file}; fi`;
}

function zshFile(name: string): string {
  return `"\${ZDOTDIR:-$HOME}/${name}"`;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: zsh reads it
const ZSH_ONCE = 'precmd_functions=(${precmd_functions:#cka_lab_say})';

/** The user's files are read with ZDOTDIR as it was: histories and caches stay where they are. */
const zsh: Manner = {
  files: (values) => ({
    '.zshenv': `cka_lab_ours=$ZDOTDIR
if [[ -n $CKA_LAB_ZDOTDIR ]]; then ZDOTDIR=$CKA_LAB_ZDOTDIR; else unset ZDOTDIR; fi
${sourced(zshFile('.zshenv'))}
CKA_LAB_ZDOTDIR=\${ZDOTDIR:-}
ZDOTDIR=$cka_lab_ours
`,
    '.zshrc': `if [[ -n $CKA_LAB_ZDOTDIR ]]; then ZDOTDIR=$CKA_LAB_ZDOTDIR; else unset ZDOTDIR; fi
if [[ \${HISTFILE:-} == $cka_lab_ours/* ]]; then HISTFILE=\${ZDOTDIR:-$HOME}/\${HISTFILE:t}; fi
unset CKA_LAB_ZDOTDIR cka_lab_ours
${sourced(zshFile('.zshrc'))}
${exportsOf(values)}${saying(values, ZSH_ONCE)}precmd_functions+=(cka_lab_say)
`,
  }),
  args: () => ['-i'],
  env: (folder, { ZDOTDIR }) => ({
    ZDOTDIR: folder,
    CKA_LAB_ZDOTDIR: ZDOTDIR ?? '',
  }),
};

/** Behind what the user has done there: at the first prompt all of it has been. */
const AT_PROMPT = `PROMPT_COMMAND=\${PROMPT_COMMAND:+$PROMPT_COMMAND$'\\n'}cka_lab_say\n`;

const bash: Manner = {
  files: (values) => ({
    rc: `${sourced('~/.bashrc')}\n${exportsOf(values)}${saying(values, 'cka_lab_say() { :; }')}${AT_PROMPT}`,
  }),
  args: (folder) => ['--rcfile', path.join(folder, 'rc'), '-i'],
  env: () => ({}),
};

const fish: Manner = {
  files: () => ({}),
  args: (_folder, values) => ['--init-command', fishCommands(values)],
  env: () => ({}),
};

const MANNERS: Readonly<Record<string, Manner>> = {
  bash,
  zsh,
  fish,
  sh: bourne,
  dash: bourne,
  ash: bourne,
  ksh: bourne,
  mksh: bourne,
};
