import type { Context } from '../context.ts';
import { exclusively } from '../host/lock.ts';

/** Thrown by work under a world's lock that lacks some set-up, before it changes anything. */
export class NotSetUp extends Error {
  readonly provide: () => Promise<unknown>;

  constructor(provide: () => Promise<unknown>) {
    super('set-up is missing');
    this.provide = provide;
  }
}

/** Set-up may be missing in parts; each is asked for once. */
const MOST_PARTS = 8;

/**
 * As `exclusively`, but what set-up the work finds missing is done without the lock, since it may
 * take half an hour; then the work begins anew, by what is so by then.
 */
export async function exclusivelySetUp<T>(context: Context, work: () => Promise<T>): Promise<T> {
  for (let parts = 0; ; parts += 1) {
    try {
      return await exclusively(context, work);
    } catch (error) {
      if (!(error instanceof NotSetUp)) throw error;
      if (parts >= MOST_PARTS)
        throw new Error('what was set up is missing again', { cause: error });
      await error.provide();
    }
  }
}
