import type { Context } from '../context.ts';

/** How long a wait may take, in the unit of `time`: longer where a busy machine must be borne. */
export function patiently({ patience = 1 }: Pick<Context, 'patience'>, time: number): number {
  return time * patience;
}

/** Much goes on at once there: what comes late is not wrong. */
const PATIENCE = 3;

/** The same world, which bears a busy machine. */
export function patient<C extends Context>(context: C): C {
  return { ...context, patience: PATIENCE, undoing: () => patient(context.undoing()) };
}
