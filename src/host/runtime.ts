import type { Context } from '../context.ts';
import { patiently } from './patience.ts';
import type { RunOptions, RunResult } from './run.ts';

/** A container runtime that answers. */
export interface Runtime {
  name: 'docker' | 'podman';
  /** The server's version, such as "26.1.5". */
  version: string;
}

/**
 * Milliseconds that the runtime may take, times the machine's patience. `ask`: lists and shows;
 * `change`: makes, starts, stops, removes and copies.
 */
const LIMIT_MS = { ask: 60_000, change: 5 * 60_000 } as const;

/** Has the runtime do something with containers; a daemon that hangs is not waited for without end. */
export function inRuntime(
  context: Pick<Context, 'run' | 'patience'>,
  { name }: Pick<Runtime, 'name'>,
  work: keyof typeof LIMIT_MS,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const what = `\`${name} ${args[0]}\``;
  return context.run(name, args, { what, timeout: patiently(context, LIMIT_MS[work]), ...options });
}
