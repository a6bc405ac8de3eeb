import { constants } from 'node:os';
import { UsageError } from '../errors.ts';
import type { RunResult } from '../host/run.ts';

/** As a shell says it: 128 and the signal's number, 127 for a program that is not there. */
export function exitCode({ exitCode, signal, command }: RunResult): number {
  if (exitCode !== undefined) return exitCode;
  const number = signal && constants.signals[signal as NodeJS.Signals];
  if (number) return 128 + number;
  throw new UsageError(`This could not be started: ${command}`);
}
