import type { Context } from '../context.ts';

/** The same world, whose programs and requests end by this signal too; undoing does not. */
export function until<C extends Context>(context: C, signal: AbortSignal): C {
  const both = AbortSignal.any([context.signal, signal]);
  return {
    ...context,
    signal: both,
    run: (file, args, options = {}) =>
      context.run(file, args, {
        ...options,
        signal: options.signal ? AbortSignal.any([signal, options.signal]) : signal,
      }),
  };
}
