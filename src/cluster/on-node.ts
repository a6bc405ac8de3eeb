import type { Context } from '../context.ts';
import { patiently } from '../host/patience.ts';
import type { RunOptions, RunResult } from '../host/run.ts';
import type { NodeAccess } from './provider.ts';

/** Milliseconds that a program on a node may take, by what it is there for, times the machine's patience. */
const LIMIT_MS = { look: 10_000, repair: 5 * 60_000, seed: 15 * 60_000 } as const;

const WHAT = { look: 'Looking at', repair: 'Putting back', seed: 'Seeding' } as const;

/** Bytes that it may print. */
const MOST = 32 * 2 ** 20;

/** `look`: reads; `repair`: puts back what was; `seed`: a script of a lab's, which may install packages. */
export type NodeWork = keyof typeof LIMIT_MS;

/**
 * Runs a program on a node to its end. A learner is root there, so any program may hang or print for
 * ever: at the limit the way into the node is cut, and what stays inside is not waited for. Throws
 * InfrastructureError then, and when the program fails.
 */
export async function onNode(
  context: Context,
  nodes: Pick<NodeAccess, 'command'>,
  { node, work }: { node: string; work: NodeWork },
  command: readonly string[],
  options: Pick<RunOptions, 'input' | 'allowFailure'> = {},
): Promise<RunResult> {
  const [file, ...args] = await nodes.command(node, command);
  const timeout = patiently(context, LIMIT_MS[work]);
  const what = `${WHAT[work]} the node ${node}`;
  return context.run(file, args, { ...options, what, timeout, group: true, most: MOST });
}
