import { type Box, both, boxOf, decided, isRanges, without } from '../sets/box.ts';
import { matches } from '../sets/selector.ts';
import { someValue } from '../sets/values.ts';
import { addressText } from './address.ts';
import {
  ADDRESS,
  EVERY_PORT,
  everyPeer,
  type Kind,
  kindsOf,
  labelled,
  NEW,
  namingsOf,
  OWN,
  onePort,
  PEER,
  PORT,
  somePort,
} from './kinds.ts';
import type { Direction, Policy, Port } from './model.ts';
import { limited, openingsOf } from './openings.ts';
import { isAmong, policiesIn, rulesOf } from './policy.ts';
import { DNS_PORT, type Flow, type PodGroup, type Terms } from './terms.ts';
import { DNS, type World } from './world.ts';

/**
 * What policies say of all pods, also of those that may come: decided, not sampled. Each finding is a
 * sentence with a case in point.
 */
export interface Reach {
  /** What they let into, or out of, the pods of a namespace beside what is wanted. */
  holes(direction: Direction, namespace: string): string[];
  /** Ends of a wanted flow between which they don't let it through, or don't apply at all. */
  gaps(flow: Flow): string[];
  /** Pods whose policies don't let them ask the cluster's DNS, or it answer them. */
  dnsGaps(): string[];
}

const DNS_PORTS: readonly Port[] = [
  { protocol: 'UDP', port: DNS_PORT },
  { protocol: 'TCP', port: DNS_PORT },
];

const TOO_MANY = 'there are too many rules to decide what they allow';

export function reachOf(world: World, terms: Terms): Reach {
  const found = (look: () => string[]) => decided(look, [TOO_MANY]);
  return {
    holes: (direction, namespace) =>
      found(() => [
        ...unlimited(world, direction, namespace),
        ...holes(world, terms, direction, namespace),
        ...namelessPorts(world, direction, namespace),
      ]),
    gaps: ({ from, to, port }) =>
      found(() => {
        const ports = [{ port, protocol: 'TCP' }] as const;
        return [
          ...notUnder(world, 'Egress', from),
          ...notUnder(world, 'Ingress', to),
          ...denied(world, terms, 'Egress', from, to, ports),
          ...denied(world, terms, 'Ingress', to, from, ports),
        ];
      }),
    dnsGaps: () =>
      found(() => {
        const closed = terms.closed.map((namespace) => ({ namespace, labels: {} }));
        return [
          ...closed.flatMap((group) => notUnder(world, 'Egress', group)),
          ...closed.flatMap((group) => denied(world, terms, 'Egress', group, DNS, DNS_PORTS)),
          ...denied(world, terms, 'Ingress', DNS, undefined, DNS_PORTS),
        ];
      }),
  };
}

function holes(world: World, terms: Terms, direction: Direction, namespace: string): string[] {
  const home = namespaceOf(world, namespace);
  if (!home) return [];
  const groups = groupsOf(terms);
  return kindsOf(world).flatMap((kind) => {
    const target = direction === 'Ingress' ? home : kind;
    const namings = namingsOf(world, groups, target, targetOf(direction));
    const every = everyPeer(world, kind);
    return namings.flatMap(({ pods, ports }) => {
      const all = both(new Map([...every, [PORT, EVERY_PORT]]), pods);
      const openings = openingsOf(world.policies, direction, namespace, kind, ports);
      return openings.flatMap(({ policy, box }) => {
        const open = all && both(all, box);
        const [hole] = open ? without([open], wanted(terms, direction, namespace, kind)) : [];
        if (!hole) return [];
        const own = podText(hole, OWN, namespace);
        const way = `${whom(direction)} ${peerText(hole, kind)} on ${portText(hole)}`;
        return [`NetworkPolicy ${policy.metadata.name} lets ${own} ${way}`];
      });
    });
  });
}

/** What a task asks for of pods of a namespace and peers of a kind. */
function wanted({ flows }: Terms, direction: Direction, namespace: string, kind: Kind): Box[] {
  const asked = flows.flatMap(({ from, to, port }) => {
    const [own, peer] = direction === 'Ingress' ? [to, from] : [from, to];
    if (own.namespace !== namespace || kind.of !== 'pods') return [];
    if (peer.namespace !== kind.namespace.name) return [];
    const traits = [...labelled(own.labels, OWN), ...labelled(peer.labels, PEER)];
    return [new Map([...traits, [PORT, onePort({ port, protocol: 'TCP' })]])];
  });
  // Whom pods ask for names is not judged.
  return direction === 'Ingress' ? asked : [...asked, ...TO_DNS];
}

const TO_DNS = DNS_PORTS.map((port) => boxOf({ [PORT]: onePort(port) }));

/** Pods of a group that no policy of a direction selects. */
function notUnder(world: World, direction: Direction, group: PodGroup): string[] {
  return loose(world, direction, group).map(
    (pod) => `no policy of type ${direction} selects ${pod}`,
  );
}

function unlimited(world: World, direction: Direction, namespace: string): string[] {
  return loose(world, direction, { namespace, labels: {} }).map(
    (pod) => `no policy limits whom ${pod} may ${whom(direction)}`,
  );
}

/** A pod of a group that no policy of a direction selects, in words, where there can be one. */
function loose(
  { policies }: World,
  direction: Direction,
  { namespace, labels }: PodGroup,
): string[] {
  const selected = policiesIn(policies, direction, namespace).flatMap(limitedBoxes);
  return without([labelled(labels, OWN)], selected)
    .slice(0, 1)
    .map((left) => podText(left, OWN, namespace));
}

function limitedBoxes(policy: Policy): Box[] {
  const box = limited(policy);
  return box ? [box] : [];
}

/** What policies on a group's pods deny of these ports; of any pod's where no peers are named. */
function denied(
  world: World,
  terms: Terms,
  direction: Direction,
  own: PodGroup,
  peer: PodGroup | undefined,
  ports: readonly Port[],
): string[] {
  const home = namespaceOf(world, own.namespace);
  const peers = peer ? [namespaceOf(world, peer.namespace)] : kindsOf(world);
  return peers.flatMap((kind) => {
    if (!home || !kind || kind.of === 'addresses') return [];
    const target = direction === 'Ingress' ? home : kind;
    const named = namingsOf(world, groupsOf(terms), target, targetOf(direction));
    const limits = policiesIn(world.policies, direction, own.namespace).flatMap(limitedBoxes);
    const ends = new Map([
      ...everyPeer(world, kind),
      ...labelled(own.labels, OWN),
      ...(peer ? labelled(peer.labels, PEER) : []),
    ]);
    return ports.flatMap((port) =>
      named.flatMap(({ pods, ports: names }) => {
        const all = both(new Map([...ends, [PORT, onePort(port)]]), pods);
        const openings = openingsOf(world.policies, direction, own.namespace, kind, names);
        const asked = limits.flatMap((limit) => (all && both(all, limit)) ?? []);
        const [gap] = without(
          asked,
          openings.map(({ box }) => box),
        );
        if (!gap) return [];
        const [self, other] = [podText(gap, OWN, own.namespace), peerText(gap, kind)];
        const way =
          direction === 'Ingress'
            ? `${other} is not let into ${self}`
            : `${self} is not let out to ${other}`;
        return [`${way} on ${portText(gap)}`];
      }),
    );
  });
}

/** Ports that a rule names and no pod of today that it is for: nobody knows what they would be. */
function namelessPorts(
  { policies, pods }: World,
  direction: Direction,
  namespace: string,
): string[] {
  return policiesIn(policies, direction, namespace).flatMap((policy) =>
    rulesOf(policy, direction).flatMap(({ peers, ports }) => {
      const targets = pods.filter((pod) =>
        direction === 'Ingress'
          ? pod.namespace.name === namespace && matches(policy.spec?.podSelector ?? {}, pod.labels)
          : isAmong(peers ?? [], namespace, pod),
      );
      const known = targets.flatMap((pod) => pod.ports);
      return (ports ?? []).flatMap(({ port, protocol = 'TCP' }) => {
        const isKnown = known.some(
          (one) => one.name === port && (one.protocol ?? 'TCP') === protocol,
        );
        if (typeof port !== 'string' || isKnown) return [];
        return [
          `NetworkPolicy ${policy.metadata.name} names the port ${port}, which no pod has that it is for`,
        ];
      });
    }),
  );
}

function namespaceOf({ namespaces }: World, name: string) {
  const namespace = namespaces.find((one) => one.name === name);
  return namespace && ({ of: 'pods', namespace } as const);
}

function groupsOf({ flows }: Terms): PodGroup[] {
  return flows.flatMap(({ from, to }) => [from, to]);
}

/** A named port is one of the destination. */
function targetOf(direction: Direction) {
  return direction === 'Ingress' ? OWN : PEER;
}

function whom(direction: Direction): string {
  return direction === 'Ingress' ? 'accept from' : 'connect to';
}

/** 'a pod of shop with app=api', 'a pod of a new namespace with no labels', 'the address 1.2.3.4'. */
function peerText(box: Box, kind: Kind): string {
  if (kind.of === 'pods') return podText(box, PEER, kind.namespace.name);
  if (kind.of === 'addresses') {
    const trait = box.get(ADDRESS);
    const first = trait && isRanges(trait) ? trait[0]?.first : undefined;
    return `the address ${addressText(first ?? 0n)}`;
  }
  const labels = labelsOf(box, NEW);
  const namespace = labels === '' ? 'a new namespace' : `a new namespace (${labels})`;
  return podText(box, PEER, namespace);
}

function podText(box: Box, as: string, namespace: string): string {
  return `a pod of ${namespace} with ${labelsOf(box, as) || 'no labels'}`;
}

function labelsOf(box: Box, as: string): string {
  const found = [...box].flatMap(([key, trait]) => {
    if (!key.startsWith(`${as} `) || isRanges(trait)) return [];
    const value = someValue(trait);
    return value === undefined ? [] : [`${key.slice(as.length + 1)}=${value}`];
  });
  return found.join(', ');
}

function portText(box: Box): string {
  const trait = box.get(PORT);
  const { protocol, port } = somePort(trait && isRanges(trait) ? trait : EVERY_PORT);
  return `${protocol} ${port}`;
}
