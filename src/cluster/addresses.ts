import type { Addresses } from './record.ts';

/** Whether a node that had addresses has others now; one that has none is not asked. */
function isMoved(before: readonly string[] = [], now: readonly string[] = []): boolean {
  return before.some((address, index) => now[index] !== undefined && now[index] !== address);
}

/** The names of the nodes that have other addresses than before. */
export function movedNodes(before: Addresses, now: Addresses): string[] {
  return Object.keys(before).filter((node) => isMoved(before[node], now[node]));
}
