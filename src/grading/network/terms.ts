import type { Labels } from '../sets/selector.ts';
import { type Direction, type End, isPod, type PodEnd, type Port } from './model.ts';

/** All pods of a namespace that carry these labels, now or later. */
export interface PodGroup {
  namespace: string;
  labels: Labels;
}

/** Connections that must work: TCP, to a port of each pod of a group. */
export interface Flow {
  from: PodGroup;
  to: PodGroup;
  port: number;
}

/** What a lab asks: nothing but these flows, and DNS, into and out of the closed namespaces. */
export interface Terms {
  closed: readonly string[];
  flows: readonly Flow[];
}

export const DNS_PORT = 53;

export function isIn(end: End, { namespace, labels }: PodGroup): end is PodEnd {
  return (
    isPod(end) &&
    end.namespace.name === namespace &&
    Object.entries(labels).every(([key, value]) => end.labels[key] === value)
  );
}

/** Whether a pod's policies may let this through. Whom pods ask for names is not judged. */
export function isWanted(
  { flows }: Terms,
  direction: Direction,
  pod: PodEnd,
  peer: End,
  { port, protocol }: Port,
): boolean {
  if (direction === 'Egress' && port === DNS_PORT && protocol !== 'SCTP') return true;
  const [from, to] = direction === 'Ingress' ? [peer, pod] : [pod, peer];
  return flows.some(
    (flow) =>
      protocol === 'TCP' && flow.port === port && isIn(from, flow.from) && isIn(to, flow.to),
  );
}
