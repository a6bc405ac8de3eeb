import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InfrastructureError } from '../errors.ts';
import { pause } from './pause.ts';
import { quote } from './quote.ts';

const LOOK_MS = 100;

/** Tells a process from a later one that has its number. */
export interface ProcessMark {
  pid: number;
  /** The boot, and when the process was started in it; empty where the machine does not say. */
  started: string;
}

/**
 * Starts a program that outlives this one and its terminal: it leads a session of its own, reads
 * nothing, and adds what it prints to a log that only its owner may read. Returns its number.
 */
export async function detach(
  file: string,
  args: readonly string[],
  { log }: { log: string },
): Promise<number> {
  mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(file, [...args], {
      // Whatever folder the user is in can be removed.
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return child.pid as number;
  } catch (cause) {
    throw new InfrastructureError(`${file} could not be started in the background.`, {
      next: `Try by hand: ${[file, ...args].map(quote).join(' ')}`,
      cause,
    });
  } finally {
    closeSync(output);
  }
}

/** The mark of a process that runs; undefined when there is none of that number. */
export function markOf(pid: number): ProcessMark | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the program's name, which may hold anything: the state, and 19 fields on the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that has ended stays listed until its parent looks.
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { pid, started: `${boot} ${fields[19]}` };
  } catch {
    return isRunning(pid) ? { pid, started: '' } : undefined;
  }
}

/** Whether a process waits to be let go on, as after Ctrl-Z; false where the machine does not say. */
export function isStopped(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[Tt] /.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Whether the process that the mark was taken of still runs. */
export function lives(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started;
}

/** Ends a process: asks first, and does it after so many milliseconds. */
export async function end(mark: ProcessMark, signal: AbortSignal, within = 60_000): Promise<void> {
  for (let waited = 0; lives(mark); waited += LOOK_MS) {
    // Again and again it would be told not to undo what it was at.
    if (waited === 0) send(mark, 'SIGTERM');
    if (waited >= within) send(mark, 'SIGKILL');
    await pause(LOOK_MS, signal);
  }
}

function send({ pid }: ProcessMark, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has just ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether a process with this number exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
