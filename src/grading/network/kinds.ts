import { type Box, boxOf, EVERYTHING, without } from '../sets/box.ts';
import { hasNumber, joined, type Ranges, range } from '../sets/ranges.ts';
import { keysOf, type Labels, labelTrait, selectedBy } from '../sets/selector.ts';
import { noneOf } from '../sets/values.ts';
import { addressesIn, EVERY_ADDRESS } from './address.ts';
import {
  type ContainerPort,
  type Namespace,
  type Policy,
  type PolicyPort,
  type Port,
  PROTOCOLS,
  type Protocol,
} from './model.ts';
import { rulesOf } from './policy.ts';
import { isIn, type PodGroup } from './terms.ts';
import { DNS, type World } from './world.ts';

/** Whom policies may speak of; within a kind, nothing but labels and addresses makes a difference. */
export type Kind =
  | { of: 'pods'; namespace: Namespace }
  | { of: 'pods of a new namespace' }
  | { of: 'addresses' };

/** Traits of a connection: labels of the pod that a policy is for, of its peer and the peer's namespace. */
export const [OWN, PEER, NEW] = ['own', 'peer', 'new'] as const;
export const [ADDRESS, PORT] = ['address', 'port'] as const;

/** The name of a namespace as a label, which each has. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const PORTS = 65_536;

export function kindsOf(world: World): Kind[] {
  return [
    ...world.namespaces.map((namespace) => ({ of: 'pods', namespace }) as const),
    { of: 'pods of a new namespace' },
    { of: 'addresses' },
  ];
}

/**
 * All peers of a kind. A namespace that may come shares no label with one that is there: a task lets
 * a namespace be selected by a label that no other has today.
 */
export function everyPeer(world: World, kind: Kind): Box {
  if (kind.of === 'addresses') return boxOf({ [ADDRESS]: EVERY_ADDRESS });
  const address = world.podRanges.map(addressesIn);
  const box = boxOf({ [ADDRESS]: joined(...address) });
  if (kind.of === 'pods') return box;
  const keys = new Set([NAMESPACE_NAME, ...world.policies.flatMap(namespaceKeys)]);
  const labels = [...keys].map((key) => {
    const taken = world.namespaces.flatMap((one) => one.labels[key] ?? []);
    const none = key === NAMESPACE_NAME ? [undefined] : [];
    return [labelTrait(NEW, key), noneOf(...none, ...taken)] as const;
  });
  return new Map([...box, ...labels]);
}

function namespaceKeys(policy: Policy): string[] {
  return (['Ingress', 'Egress'] as const)
    .flatMap((direction) => rulesOf(policy, direction))
    .flatMap(({ peers }) => peers ?? [])
    .flatMap(({ namespaceSelector }) => (namespaceSelector ? keysOf(namespaceSelector) : []));
}

/** Pods that name their ports alike. */
export interface Naming {
  pods: Box;
  ports: readonly ContainerPort[];
}

/**
 * How a kind's pods name their ports. A further pod of a group names them as one of the group that
 * is there; any other could be like any of its namespace, and one of a new namespace like any.
 */
export function namingsOf(
  { pods }: World,
  groups: readonly PodGroup[],
  kind: Kind,
  as: typeof OWN | typeof PEER,
): Naming[] {
  if (kind.of === 'addresses') return [{ pods: EVERYTHING, ports: [] }];
  if (kind.of !== 'pods') return [{ pods: EVERYTHING, ports: pods.flatMap(({ ports }) => ports) }];
  const here = pods.filter(({ namespace }) => namespace.name === kind.namespace.name);
  const named = [...groups, DNS].filter(({ namespace }) => namespace === kind.namespace.name);
  const ofGroups = named.flatMap((group) => {
    const all = here.filter((pod) => isIn(pod, group)).map(({ ports }) => ports);
    const ways = new Map(all.map((ports) => [JSON.stringify(ports), ports]));
    const box = labelled(group.labels, as);
    return [...(ways.size > 0 ? ways.values() : [[]])].map((ports) => ({ pods: box, ports }));
  });
  const boxes = named.map(({ labels }) => labelled(labels, as));
  const others = without([EVERYTHING], boxes).map((box) => ({
    pods: box,
    ports: here.flatMap(({ ports }) => ports),
  }));
  return [...ofGroups, ...others];
}

/** All pods with these labels, whatever else they carry. */
export function labelled(labels: Labels, as: typeof OWN | typeof PEER): Box {
  return selectedBy({ matchLabels: labels }, as) ?? EVERYTHING;
}

export const EVERY_PORT: Ranges = joined(...PROTOCOLS.map((protocol) => portRange(protocol, 1)));

export function onePort({ protocol, port }: Port): Ranges {
  return portRange(protocol, port, port);
}

function portRange(protocol: Protocol, first: number, last = PORTS - 1): Ranges {
  const offset = PROTOCOLS.indexOf(protocol) * PORTS;
  return range(offset + first, offset + last);
}

/** The ports of a rule, at pods that name theirs so. */
export function portsOf(
  { port, endPort, protocol = 'TCP' }: PolicyPort,
  named: Naming['ports'],
): Ranges {
  const known = PROTOCOLS.find((one) => one === protocol);
  if (!known) return [];
  if (port === undefined) return portRange(known, 1);
  if (typeof port === 'number') return portRange(known, port, endPort ?? port);
  const found = named.filter(({ name, protocol: own = 'TCP' }) => name === port && own === known);
  return joined(
    ...found.map(({ containerPort }) => portRange(known, containerPort, containerPort)),
  );
}

/** A port of these: one that everybody knows where that is among them. */
export function somePort(ranges: Ranges): Port {
  const known = PROTOCOLS.flatMap((protocol) => [80, 443, 22].map((port) => ({ protocol, port })));
  const found = known.find((port) => {
    const [one] = onePort(port);
    return one && hasNumber(ranges, one.first);
  });
  if (found) return found;
  const number = Number(ranges[0]?.first ?? 0n);
  const protocol = PROTOCOLS[Math.floor(number / PORTS)] ?? 'TCP';
  return { protocol, port: number % PORTS };
}
