import type { Context } from '../context.ts';
import { EXIT, Interrupted, KnownError, messageOf } from '../errors.ts';
import { requireFolders } from '../host/folders.ts';
import { userPaths } from '../host/paths.ts';
import { quote } from '../host/quote.ts';
import { createRun } from '../host/run.ts';
import { canDraw, createProgress } from '../ui/progress.ts';
import { style } from '../ui/style.ts';
import type { CommandContext } from './command.ts';
import { cleanProgress, outgoing } from './outlet.ts';
import { parse } from './table.ts';

/** This process, as main.ts hands it in. */
export interface Process {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** A person can answer a question. */
  interactive: boolean;
  /** First Ctrl-C. */
  signal: AbortSignal;
  /** Second Ctrl-C. */
  undoSignal: AbortSignal;
  /** Nobody reads stdout any more. */
  closed: AbortSignal;
  ask: (question: string) => Promise<string>;
}

/** Runs one command line; returns the exit code. Nothing is thrown. */
export async function main(host: Process): Promise<number> {
  const github = host.env.GITHUB_ACTIONS === 'true';
  const write = (stream: NodeJS.WriteStream, json: boolean) => (text: string) => {
    const fit = outgoing(text, { json, github });
    stream.write(fit.endsWith('\n') || fit === '' ? fit : `${fit}\n`);
  };
  const err = write(host.stderr, false);
  try {
    const parsed = await parse(host.argv, host.env);
    if ('print' in parsed) {
      write(host.stdout, false)(parsed.print);
      return EXIT.passed;
    }
    const out = write(host.stdout, parsed.options.output === 'json');
    const context = createContext(host, parsed.options, out, err);
    // What only reads or ends things goes on with folders as they are.
    if (MAKING.includes(parsed.command)) requireFolders(context.paths);
    return await parsed.run(context);
  } catch (error) {
    return report(error, err, host);
  }
}

/** Known errors and bugs part here: a sentence and what to do, or a stack and where to report it. */
function report(error: unknown, err: (text: string) => void, host: Process): number {
  if (host.undoSignal.aborted) {
    err('Interrupted while cleaning up; the next `cka-lab start` or `stop` removes the rest.');
    return 130;
  }
  if (error instanceof Interrupted) {
    err('Interrupted. Nothing half-made is left; run the same command again.');
    return 130;
  }
  if (isSystemError(error)) {
    err(`${style(host.stderr, 'red', 'Error:')} ${error.message}`);
    err(`→ ${SYSTEM_ADVICE[error.code] ?? 'See whether the file can be read and written.'}`);
    return EXIT.infrastructure;
  }
  if (error instanceof KnownError) {
    err(`${style(host.stderr, 'red', 'Error:')} ${error.message}`);
    if (error.next !== undefined) err(`→ ${error.next}`);
    return error.exitCode;
  }
  err(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
  err('This is a bug in cka-lab. Please report it with the lines above and your command.');
  return EXIT.infrastructure;
}

const MAKING = ['start', 'setup', 'verify', 'exam start', 'exam run'];

const SYSTEM_ADVICE: Record<string, string> = {
  EACCES: 'Make the file yours (`sudo chown -R "$USER"` its folder).',
  EPERM: 'Make the file yours (`sudo chown -R "$USER"` its folder).',
  ENOSPC: 'Make room on that disk, then run the same command again.',
  EDQUOT: 'Make room on that disk, then run the same command again.',
};

/** The file system refused; that is the machine's state, not a bug. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'path' in error && 'code' in error;
}

export interface GlobalOptions {
  /** junit: of `verify` alone. */
  output: 'text' | 'json' | 'junit';
  quiet: boolean;
  yes: boolean;
  labs: readonly string[];
}

function createContext(
  host: Process,
  options: GlobalOptions,
  out: (text: string) => void,
  err: (text: string) => void,
): CommandContext {
  const now = () => Date.now();
  const github = host.env.GITHUB_ACTIONS === 'true';
  const progress = cleanProgress(
    createProgress({ stream: host.stderr, quiet: options.quiet, now }),
    (text) => outgoing(text, { json: false, github }),
  );
  const yes = options.yes || host.env.CI === 'true';
  const context = (signal: AbortSignal): Context => ({
    run: createRun(signal),
    progress,
    paths: userPaths(),
    command: ['cka-lab', ...host.argv.map(quote)].join(' '),
    env: host.env,
    now,
    signal,
    undoing: () => context(host.undoSignal),
    async confirm(question) {
      if (yes) return true;
      if (!host.interactive) return false;
      return /^y(es)?$/i.test((await host.ask(`${question} [y/N] `)).trim());
    },
  });
  return {
    ...context(host.signal),
    ...options,
    cwd: host.cwd,
    interactive: host.interactive,
    out,
    err: options.quiet ? () => {} : err,
    style: (format, text) => style(host.stdout, format, text),
    async screen() {
      if (!canDraw(host.stdout) || host.env.TERM === 'dumb') return undefined;
      const { createScreen } = await import('../ui/screen.ts');
      return createScreen(host.stdout);
    },
    closed: host.closed,
  };
}
