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

/** Whether one end lets the connection through: where no policy selects it, and where some rule does. */
export function lets(
  policies: readonly Policy[],
  direction: Direction,
  pod: PodEnd,
  peer: End,
  port: Port,
): boolean {
  const selecting = policiesOf(policies, direction, pod);
  const destination = direction === 'Ingress' ? pod : peer;
  const rules = selecting.flatMap((policy) => rulesOf(policy, direction));
  return (
    selecting.length === 0 ||
    rules.some(
      ({ peers, ports }) =>
        isAmong(peers ?? [], pod.namespace.name, peer) &&
        (!ports?.length || ports.some((one) => isPort(one, destination, port))),
    )
  );
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
