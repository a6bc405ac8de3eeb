import path from 'node:path';
import type { Context } from '../context.ts';

/** Folders, in the user's own, of worlds with records and a lock of their own. */
export const WORLDS = ['verify', 'exam', 'exam-run'] as const;

export type World = (typeof WORLDS)[number];

/**
 * The same world with records and a lock of its own: what is done there neither waits for the
 * user's labs and clusters nor touches them.
 */
export function apart<C extends Context>(context: C, world: World = 'verify'): C {
  const state = path.join(context.paths.state, world);
  return {
    ...context,
    paths: { ...context.paths, state },
    undoing: () => apart(context.undoing(), world),
  };
}

/** The world from which one was set apart; set-up is everybody's. */
export function together<C extends Context>(context: C): C {
  const { state } = context.paths;
  if (!(WORLDS as readonly string[]).includes(path.basename(state))) return context;
  return {
    ...context,
    paths: { ...context.paths, state: path.dirname(state) },
    undoing: () => together(context.undoing()),
  };
}
