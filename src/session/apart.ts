import path from 'node:path';
import type { Context } from '../context.ts';

/**
 * The same world with records and a lock of its own: what `verify` does there neither waits for
 * the user's labs and clusters nor touches them.
 */
export function apart<C extends Context>(context: C): C {
  const state = path.join(context.paths.state, 'verify');
  return {
    ...context,
    paths: { ...context.paths, state },
    undoing: () => apart(context.undoing()),
  };
}
