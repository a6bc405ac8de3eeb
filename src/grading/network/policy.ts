import { matches } from '../sets/selector.ts';
import { inBlock } from './address.ts';
import {
  type Direction,
  type End,
  isPod,
  type PodEnd,
  type Policy,
  type PolicyPeer,
  type PolicyPort,
  type Port,
} from './model.ts';

/** A policy's rule that lets a pod and a peer connect, on these ports. */
export interface Opening {
  policy: Policy;
  /** None: on every port. */
  ports: readonly PolicyPort[];
}

/** What policies say of one pod in one direction, seen with one peer. */
export interface Ruling {
  /** Some policy selects the pod: what no rule opens is denied. */
  isolated: boolean;
  openings: readonly Opening[];
}

/** Whether a pod may be reached from, or may reach, its peer: policies only add up. */
function judge(policies: readonly Policy[], direction: Direction, pod: PodEnd, peer: End): Ruling {
  const selecting = policiesOf(policies, direction, pod);
  return {
    isolated: selecting.length > 0,
    openings: selecting.flatMap((policy) =>
      rulesOf(policy, direction)
        .filter(({ peers }) => isAmong(peers ?? [], policy.metadata.namespace ?? '', peer))
        .map(({ ports }) => ({ policy, ports: ports ?? [] })),
    ),
  };
}

/** The first of some openings that lets a connection to this port of the destination through. */
function openingFor(
  openings: readonly Opening[],
  destination: End,
  port: Port,
): Opening | undefined {
  return openings.find(
    ({ ports }) => ports.length === 0 || ports.some((one) => isPort(one, destination, port)),
  );
}

/** Whether one end lets the connection through. */
export function lets(
  policies: readonly Policy[],
  direction: Direction,
  pod: PodEnd,
  peer: End,
  port: Port,
): boolean {
  const { isolated, openings } = judge(policies, direction, pod, peer);
  const destination = direction === 'Ingress' ? pod : peer;
  return !isolated || openingFor(openings, destination, port) !== undefined;
}

/** The policies that select a pod in a direction. */
export function policiesOf(
  policies: readonly Policy[],
  direction: Direction,
  pod: PodEnd,
): Policy[] {
  return policiesIn(policies, direction, pod.namespace.name).filter((policy) =>
    matches(policy.spec?.podSelector ?? {}, pod.labels),
  );
}

/** The policies of a namespace that limit some of its pods in a direction. */
export function policiesIn(
  policies: readonly Policy[],
  direction: Direction,
  namespace: string,
): Policy[] {
  return policies.filter(
    (policy) => policy.metadata.namespace === namespace && isOf(policy, direction),
  );
}

/** Where policyTypes is left out: Ingress always, Egress where there are rules for it. */
function isOf({ spec }: Policy, direction: Direction): boolean {
  const types = spec?.policyTypes ?? [];
  if (types.length > 0) return types.includes(direction);
  return direction === 'Ingress' || (spec?.egress ?? []).length > 0;
}

/** The rules of a policy for a direction, whatever direction they are for alike. */
export function rulesOf({ spec }: Policy, direction: Direction) {
  return direction === 'Ingress'
    ? (spec?.ingress ?? []).map(({ from: peers, ports }) => ({ peers, ports }))
    : (spec?.egress ?? []).map(({ to: peers, ports }) => ({ peers, ports }));
}

/** No list of peers and an empty one both mean everybody. */
export function isAmong(peers: readonly PolicyPeer[], home: string, peer: End): boolean {
  return peers.length === 0 || peers.some((one) => isPeer(one, home, peer));
}

function isPeer(
  { podSelector, namespaceSelector, ipBlock }: PolicyPeer,
  home: string,
  peer: End,
): boolean {
  if (ipBlock) return peer.ips.some((ip) => inBlock(ipBlock, ip));
  if (!isPod(peer)) return false;
  const { namespace, labels } = peer;
  const inNamespace = namespaceSelector
    ? matches(namespaceSelector, namespace.labels)
    : namespace.name === home;
  return inNamespace && matches(podSelector ?? {}, labels);
}

function isPort(
  { port: wanted, endPort, protocol = 'TCP' }: PolicyPort,
  destination: End,
  { port, protocol: used }: Port,
): boolean {
  if (protocol !== used) return false;
  if (wanted === undefined) return true;
  if (typeof wanted === 'number') return port >= wanted && port <= (endPort ?? wanted);
  const named = isPod(destination) ? destination.ports : [];
  return named.some(
    ({ name, containerPort, protocol: own = 'TCP' }) =>
      name === wanted && containerPort === port && own === protocol,
  );
}
