import type { Context } from '../context.ts';

/** How long a wait may take, in the unit of `time`: longer where a busy machine must be borne. */
export function patiently({ patience = 1 }: Pick<Context, 'patience'>, time: number): number {
  return time * patience;
}
