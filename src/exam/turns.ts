/** Runs work, but so many at once at most; the others wait for their turn. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Turns are given in the order in which they are asked for. */
export function turns(most: number): Turns {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A turn goes over to who waits longest.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** Waits until all have ended, however they do; then throws what the first of them threw. */
export async function allEnded<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
