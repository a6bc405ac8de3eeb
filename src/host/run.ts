import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InfrastructureError, Interrupted } from '../errors.ts';

export interface RunOptions {
  /** Text or bytes for standard input; without it the program reads end-of-file at once. */
  input?: string | Uint8Array;
  cwd?: string;
  /** Added to the environment of this process; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  /** Milliseconds after which the program is killed; nothing that holds its pipes is waited for. */
  timeout?: number;
  /** What it is there for, in the words of an error: 'Looking at the node x'. */
  what?: string;
  /** Bytes that it may print before it is killed. */
  most?: number;
  /** Called with each line that the program prints on stdout or stderr, as it comes. */
  onLine?: (line: string) => void;
  /** Gets stdout as bytes, as they come, in place of the result; when it fails, nobody reads on. */
  sink?: Writable;
  /** The program gets this terminal: nothing is captured. */
  terminal?: boolean;
  /** What the program leaves running ends with it, however it ends. */
  group?: boolean;
  /** Stops this program alone, beside the signal that stops everything. */
  signal?: AbortSignal;
  /** Return the result of a failing program instead of throwing. */
  allowFailure?: boolean;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** undefined when the program could not be started or was killed by a signal. */
  exitCode: number | undefined;
  /** The signal that ended it, such as 'SIGKILL'. */
  signal?: string | undefined;
  /** It took longer than it was given. */
  timedOut?: boolean;
  /** It printed more than it might, and was ended. */
  tooMuch?: boolean;
  /** The command line, quoted so that it can be pasted into a shell. */
  command: string;
}

/** Runs a program to its end. Throws InfrastructureError, with the command, when it fails. */
export type Run = (
  file: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<RunResult>;

const MOST_PRINTED = 256 * 2 ** 20;
/** Between the request to end and the kill. */
const KILL_AFTER_MS = 5000;

/** The one place from which this program starts others. */
export function createRun(signal: AbortSignal): Run {
  return async (file, args, options = {}) => {
    if (signal.aborted) throw new Interrupted();
    // A quarter of the time that `cka-lab list` takes, which starts no program.
    const { execa } = await import('execa');
    const stdio = options.terminal
      ? ({ stdio: 'inherit' } as const)
      : options.input === undefined
        ? ({ stdin: 'ignore' } as const)
        : ({ input: options.input } as const);
    const child = execa(file, [...args], {
      reject: false,
      cancelSignal: options.signal ? AbortSignal.any([signal, options.signal]) : signal,
      forceKillAfterDelay: KILL_AFTER_MS,
      maxBuffer: options.most ?? MOST_PRINTED,
      all: options.onLine !== undefined,
      detached: options.group === true,
      buffer: options.sink ? { stdout: false } : true,
      ...stdio,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
    const started = child.nodeChildProcess;
    const stopListening = onAbort(signal, () => started.once('exit', () => closePipes(started)));
    const overdue =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => leave(started), options.timeout + KILL_AFTER_MS);
    if (options.group) started.once('exit', () => killGroup(started));
    if (options.onLine && child.all) {
      createInterface({ input: child.all }).on('line', options.onLine);
    }
    // Why a sink fails, its owner knows.
    const drained =
      options.sink && child.stdout
        ? pipeline(child.stdout, options.sink).catch(() => {})
        : undefined;
    const result = await child;
    await drained;
    stopListening();
    clearTimeout(overdue);
    if (result.isCanceled) throw new Interrupted();
    const outcome: RunResult = {
      stdout: String(result.stdout ?? ''),
      stderr: String(result.stderr ?? ''),
      // A program that was ended may still say a code of its own: that is no answer.
      exitCode: result.timedOut || result.isMaxBuffer ? undefined : result.exitCode,
      signal: result.signal,
      timedOut: result.timedOut,
      tooMuch: result.isMaxBuffer,
      command: result.escapedCommand,
    };
    if (result.failed && !options.allowFailure) {
      const said = (outcome.stderr || outcome.stdout).trim().split('\n').slice(-15).join('\n');
      const why = result.timedOut
        ? `took longer than ${Math.round((options.timeout ?? 0) / 1000)} s`
        : result.isMaxBuffer
          ? `printed more than ${Math.round((options.most ?? MOST_PRINTED) / 2 ** 20)} MiB`
          : result.exitCode === undefined
            ? (result.originalMessage ?? 'could not be started')
            : `ended with exit code ${result.exitCode}`;
      throw new InfrastructureError(
        `${options.what ?? 'A command'} ${why}:\n  ${outcome.command}${said ? `\n${said.replace(/^/gm, '  | ')}` : ''}`,
        {
          next: result.timedOut
            ? 'It was ended. Run the command above by hand to see what it waits for.'
            : 'Run the command above to see the problem again.',
        },
      );
    }
    return outcome;
  };
}

/** What a program that was killed left behind may hold its pipes; it is not waited for. */
function leave(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) {
    child.once('exit', () => closePipes(child));
  } else closePipes(child);
}

/** A killed program's own children may hold its pipes for long: nobody reads them any more. */
function closePipes({ stdout, stderr }: ChildProcess): void {
  for (const pipe of [stdout, stderr]) pipe?.destroy();
}

/** A detached program leads a group of its own number. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nothing was left of it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function onAbort(signal: AbortSignal, listener: () => void): () => void {
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
