import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

const LETTERS = 4;

/**
 * What stands in the names of containers made for a folder of this machine, always the same: a
 * container runtime serves other folders, users and machines, which may make the like at the same
 * moment.
 */
export function wordFor(folder: string): string {
  const digest = createHash('sha256').update(`${hostname()}\0${folder}`).digest();
  return digest.readUIntBE(0, 6).toString(36).padStart(LETTERS, '0').slice(-LETTERS);
}
