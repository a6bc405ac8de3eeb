import type { KubeObject } from '../../kube/objects.ts';
import type { Labels, Selector } from '../sets/selector.ts';

/** What of a NetworkPolicy counts: https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export interface Policy extends KubeObject {
  spec?: {
    podSelector?: Selector | null;
    policyTypes?: string[] | null;
    ingress?: { from?: PolicyPeer[] | null; ports?: PolicyPort[] | null }[] | null;
    egress?: { to?: PolicyPeer[] | null; ports?: PolicyPort[] | null }[] | null;
  };
}

export interface PolicyPeer {
  podSelector?: Selector | null;
  namespaceSelector?: Selector | null;
  ipBlock?: IpBlock | null;
}

export interface IpBlock {
  cidr: string;
  except?: string[];
}

export interface PolicyPort {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}

export type Direction = 'Ingress' | 'Egress';
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A pod of the cluster, or one that might be made. */
export interface PodEnd {
  /** Unset for an invented one. */
  name?: string;
  namespace: Namespace;
  labels: Labels;
  ips: readonly string[];
  ports: readonly ContainerPort[];
}

export interface ContainerPort {
  name?: string;
  containerPort: number;
  protocol?: string;
}

export interface Namespace {
  name: string;
  labels: Labels;
}

/** Something at an address that is no pod. */
export interface AddressEnd {
  ips: readonly string[];
}

export type End = PodEnd | AddressEnd;

export function isPod(end: End): end is PodEnd {
  return 'namespace' in end;
}

/** A destination's port, as a connection names it. */
export interface Port {
  port: number;
  protocol: Protocol;
}
