import { createHash } from 'node:crypto';

/** Raised when a change would draw other tasks from the same seed. */
export const DRAW_ALGORITHM = 1;

/** SHA-256, in hexadecimal, over the algorithm and some texts, a newline between. */
export function hash(...texts: readonly string[]): string {
  const all = [`cka-lab exam draw ${DRAW_ALGORITHM}`, ...texts];
  return createHash('sha256').update(all.join('\n')).digest('hex');
}

/** In the order of their hashes. */
export function byHash<T>(values: readonly T[], hashOf: (value: T) => string): T[] {
  return values
    .map((value) => ({ value, hash: hashOf(value) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ value }) => value);
}
