import type { TopologyNode } from './topology.ts';

export const MIB = 2 ** 20;
/** Measured, in bytes; what a lab's own pods take is in it. */
const CONTROL_PLANE = 750 * MIB;
const WORKER = 300 * MIB;

/** What a cluster takes, in bytes. */
export function memoryOf({ nodes }: { nodes: readonly Pick<TopologyNode, 'role'>[] }): number {
  const workers = nodes.filter(({ role }) => role === 'worker').length;
  return workers * WORKER + (nodes.length - workers) * CONTROL_PLANE;
}
