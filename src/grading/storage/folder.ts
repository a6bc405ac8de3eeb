import { posix } from 'node:path';

/** A path without what means nothing: doubled slashes, '.', a slash at the end. */
export function plainPath(path: string): string {
  return posix.resolve('/', path);
}

/** Whether one of two folders is, or is inside of, the other. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => `${plainPath(path)}/`.replace('//', '/'));
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a));
}
