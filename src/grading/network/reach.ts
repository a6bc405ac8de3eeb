import { type Invented, invent } from './invent.ts';
import {
  type Direction,
  type End,
  isPod,
  type Labels,
  type PodEnd,
  type Policy,
  type Port,
  PROTOCOLS,
} from './model.ts';
import { judge, lets, openingFor, policiesOf } from './policy.ts';
import { DNS_PORT, type Flow, isIn, isWanted, type Terms } from './terms.ts';
import { DNS, type World } from './world.ts';

/** What policies would say of today's pods and of invented ones; each finding is a sentence. */
export interface Reach {
  /** What they let into, or out of, the pods of a namespace beside what is wanted. */
  holes(direction: Direction, namespace: string): string[];
  /** Ends of a wanted flow between which they don't let it through, or don't apply at all. */
  gaps(flow: Flow): string[];
  /** Pods of the closed namespaces whose policies don't let them ask the cluster's DNS. */
  dnsGaps(): string[];
}

export function reachOf(world: World, terms: Terms): Reach {
  const invented = invent(world, terms);
  const all = [...world.pods, ...invented.pods];
  return {
    holes: (direction, namespace) => holes(world, terms, invented, direction, namespace),
    gaps({ from, to, port }) {
      const sources = all.filter((pod) => isIn(pod, from));
      const targets = all.filter((pod) => isIn(pod, to));
      const ports = [{ port, protocol: 'TCP' }] as const;
      return between(world, sources, targets, ports, ['Egress', 'Ingress']);
    },
    dnsGaps() {
      const sources = all.filter(({ namespace }) => terms.closed.includes(namespace.name));
      const targets = all.filter((pod) => isIn(pod, DNS));
      const ports = (['UDP', 'TCP'] as const).map((protocol) => ({ port: DNS_PORT, protocol }));
      return between(world, sources, targets, ports, ['Egress']);
    },
  };
}

function holes(
  world: World,
  terms: Terms,
  invented: Invented,
  direction: Direction,
  namespace: string,
): string[] {
  const { policies, pods } = world;
  const here = [...invented.pods, ...pods].filter((pod) => pod.namespace.name === namespace);
  const ends = [...invented.pods, ...pods, ...invented.addresses];
  const ports = portsOf(world, terms);
  return alikes(policies, direction, terms, here).flatMap((pod): string[] => {
    const what = direction === 'Ingress' ? 'accept from' : 'connect to';
    if (policiesOf(policies, direction, pod).length === 0) {
      return [`no policy limits whom ${inWords(pod)} may ${what}`];
    }
    return ends.flatMap((peer) => {
      const { openings } = judge(policies, direction, pod, peer);
      if (openings.length === 0) return [];
      const destination = direction === 'Ingress' ? pod : peer;
      for (const port of ports) {
        const opening = openingFor(openings, destination, port);
        if (!opening || isWanted(terms, direction, pod, peer, port)) continue;
        const { name } = opening.policy.metadata;
        return [
          `NetworkPolicy ${name} lets ${inWords(pod)} ${what} ${inWords(peer)} on ${portText(port)}`,
        ];
      }
      return [];
    });
  });
}

function between(
  { policies }: World,
  sources: readonly PodEnd[],
  targets: readonly PodEnd[],
  ports: readonly Port[],
  directions: readonly Direction[],
): string[] {
  const lacking = directions.flatMap((direction) =>
    (direction === 'Egress' ? sources : targets)
      .filter((pod) => policiesOf(policies, direction, pod).length === 0)
      .map((pod) => `no policy of type ${direction} selects ${inWords(pod)}`),
  );
  const denied = sources.flatMap((source) =>
    targets.flatMap((target) =>
      ports.flatMap((port) => {
        const out = lets(policies, 'Egress', source, target, port);
        const into = lets(policies, 'Ingress', target, source, port);
        const way = `${inWords(source)} ${out ? 'is not let into' : 'is not let out to'} ${inWords(target)}`;
        return out && into ? [] : [`${way} on ${portText(port)}`];
      }),
    ),
  );
  return [...lacking, ...denied];
}

/** One pod for each set of policies that pods of one group have in common. */
function alikes(
  policies: readonly Policy[],
  direction: Direction,
  { flows }: Terms,
  pods: readonly PodEnd[],
): PodEnd[] {
  const groups = flows.flatMap(({ from, to }) => [from, to]);
  const key = (pod: PodEnd) =>
    JSON.stringify([
      policiesOf(policies, direction, pod).map(({ metadata }) => metadata.name),
      groups.map((group) => isIn(pod, group)),
      pod.ports,
    ]);
  return [...new Map(pods.toReversed().map((pod) => [key(pod), pod])).values()].toReversed();
}

/** Ports that some policy or flow tells from others, and a few that everybody knows. */
function portsOf({ policies, pods }: World, { closed, flows }: Terms): Port[] {
  const rules = policies
    .filter(({ metadata }) => closed.includes(metadata.namespace ?? ''))
    .flatMap(({ spec }) => [...(spec?.ingress ?? []), ...(spec?.egress ?? [])]);
  const named = rules
    .flatMap(({ ports }) => ports ?? [])
    .flatMap(({ port, endPort }) => [
      ...(typeof port === 'number' ? [port - 1, port, port + 1] : []),
      ...(endPort === undefined ? [] : [endPort, endPort + 1]),
    ]);
  const served = pods
    .filter(({ namespace }) => closed.includes(namespace.name))
    .flatMap(({ ports }) => ports.map(({ containerPort }) => containerPort));
  const known = [22, 53, 80, 443, 6443, 31337];
  const numbers = [...flows.map(({ port }) => port), ...known, ...served, ...named];
  const valid = [...new Set(numbers)].filter((port) => port > 0 && port < 65536);
  return valid.flatMap((port) => PROTOCOLS.map((protocol) => ({ port, protocol })));
}

/** 'pod web of shop', 'a pod of shop with app=api', 'the address 203.0.113.7'. */
function inWords(end: End): string {
  if (!isPod(end)) return `the address ${end.ips.join(', ')}`;
  const { name, namespace, labels } = end;
  if (name !== undefined) return `pod ${name} of ${namespace.name}`;
  return `a pod of ${namespace.name} with ${labelText(labels)}`;
}

function labelText(labels: Labels): string {
  const all = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return all.length === 0 ? 'no labels' : all.join(', ');
}

function portText({ port, protocol }: Port): string {
  return `${protocol} ${port}`;
}
