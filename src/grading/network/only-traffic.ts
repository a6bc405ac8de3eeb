import { InfrastructureError } from '../../errors.ts';
import type { Look } from '../define.ts';
import { shared } from '../shared.ts';
import { failed, isFailed, type Outcome, passed } from '../verdict.ts';
import type { PodEnd } from './model.ts';
import { type Attempt, type Observation, observe } from './observe.ts';
import { type Reach, reachOf } from './reach.ts';
import { type Flow, isIn, isWanted, type Terms } from './terms.ts';
import type { World } from './world.ts';

export interface TrafficTerms {
  /** Namespaces whose pods, also later ones, may do nothing but this, and ask DNS. */
  closed: readonly string[];
  flows: Readonly<Record<string, Flow>>;
  /**
   * Pods under `probes:` of lab.yaml, of busybox: each tries every port of every other, those of
   * their `containerPort`s. One pair outside, kept apart by a seeded policy, shows that the
   * network enforces policies at all.
   */
  probes: readonly string[];
}

/** Looks at the traffic that policies leave, by their reach and by real connections. */
export interface Traffic {
  /** A flow works, under policies on both ends. */
  reaches(flow: string): Look;
  /** All pods of the closed namespaces may ask the cluster's DNS, under a policy of type Egress. */
  resolves(): Look;
  /** Policies on this namespace alone keep its pods from everything else in this direction. */
  nothingElse(side: Side, namespace: string): Look;
}

export type Side = 'into' | 'out of';

/**
 * Nothing but some flows. Throws InfrastructureError where the network does not do what the
 * policies say: then neither says anything of the learner.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function onlyTraffic({ closed, flows, probes }: TrafficTerms): Traffic {
  const terms: Terms = { closed, flows: Object.values(flows) };
  const seen = shared((facts) => observe(facts, probes));
  const reaches = new WeakMap<World, Reach>();
  const judged =
    (judge: (seen: Observation, reach: Reach) => Outcome): Look =>
    async (facts) => {
      const observation = await seen(facts);
      if (isFailed(observation)) return observation;
      expectEnforced(observation.attempts.filter((one) => isOutside(terms, one)));
      const reach = reaches.get(observation.world) ?? reachOf(observation.world, terms);
      reaches.set(observation.world, reach);
      return judge(observation, reach);
    };
  return {
    reaches(name) {
      const flow = flows[name];
      if (!flow) throw new Error(`There is no flow '${name}'.`);
      return judged(({ attempts }, reach) => {
        const found = reach.gaps(flow);
        if (found.length > 0) return lacking(flowText(flow), found);
        const tried = attempts.filter(({ from, to }) => isFlow(flow, from, to));
        if (tried.length === 0) throw new Error(`No probe tries the flow '${name}'.`);
        expectConnected(tried);
        return passed();
      });
    },
    resolves: () =>
      judged(({ questions }, reach) => {
        const found = reach.dnsGaps();
        const expected = `every pod of ${closed.join(' and ')} may ask DNS by UDP and TCP, and is under a policy of type Egress`;
        if (found.length > 0) return lacking(expected, found);
        const silent = questions.find(
          ({ from, answered }) => closed.includes(from.namespace.name) && !answered,
        );
        if (!silent) return passed();
        throw new InfrastructureError(
          `DNS does not answer ${podText(silent.from)} by ${silent.protocol}, though the policies allow it.`,
        );
      }),
    nothingElse: (side, namespace) =>
      judged((observation, reach) => {
        const direction = side === 'into' ? 'Ingress' : 'Egress';
        const found = reach.holes(direction, namespace);
        const expected = `by the policies of ${namespace}, nothing else gets ${side} its pods`;
        if (found.length > 0) return lacking(expected, found);
        const denied = observation.attempts.filter(({ from, to }) => {
          const own = side === 'into' ? to.pod : from;
          const peer = side === 'into' ? from : to.pod;
          const port = { port: to.port, protocol: 'TCP' } as const;
          const here = own.namespace.name === namespace && own !== peer;
          return here && !isWanted(terms, direction, own, peer, port);
        });
        if (denied.length === 0) throw new Error(`No probe tries to get ${side} ${namespace}.`);
        expectEnforced(denied);
        expectControls(observation, denied, side);
        return passed();
      }),
  };
}

const SHOWN = 2;

function lacking(expected: string, found: readonly string[]): Outcome {
  const all = [...new Set(found)];
  const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more such cases`] : [];
  return failed({ expected, actual: [...all.slice(0, SHOWN), ...more].join('; ') });
}

function isFlow(flow: Flow, from: PodEnd, to: Attempt['to']): boolean {
  return from !== to.pod && to.port === flow.port && isIn(from, flow.from) && isIn(to.pod, flow.to);
}

/** Between pods that the learner's policies don't concern, so that the seeded one shows. */
function isOutside({ closed }: Terms, { from, to }: Attempt): boolean {
  return ![from, to.pod].some(({ namespace }) => closed.includes(namespace.name));
}

/** What policies deny and the network lets through says nothing of the policies. */
function expectEnforced(attempts: readonly Attempt[]): void {
  const through = attempts.find(({ allowed, connects }) => allowed === false && connects);
  if (!through) return;
  throw new InfrastructureError(
    `${attemptText(through)} works, though the NetworkPolicies deny it.`,
    { next: "Does the cluster's network plugin enforce NetworkPolicy?" },
  );
}

function expectConnected(attempts: readonly Attempt[]): void {
  const silent = attempts.find(({ connects }) => !connects);
  if (!silent) return;
  throw new InfrastructureError(
    `${attemptText(silent)} does not work, though the NetworkPolicies allow it.`,
  );
}

/**
 * Silence says something only where the target answers and the source reaches something at the
 * same time. Every pod that is looked at needs such a probe.
 */
function expectControls(
  { attempts, questions }: Observation,
  denied: readonly Attempt[],
  side: Side,
) {
  const own = ({ from, to }: Attempt) => (side === 'into' ? to.pod : from);
  const reaches = (pod: PodEnd) =>
    attempts.some(({ from, to, connects }) => from === pod && to.pod !== pod && connects) ||
    questions.some(({ from, answered }) => from === pod && answered);
  const telling = denied.filter(({ from }) => reaches(from));
  for (const one of denied) {
    if (telling.some((other) => own(other) === own(one))) continue;
    throw new InfrastructureError(
      `No probe that reaches anything tries to get ${side} ${podText(own(one))}.`,
    );
  }
  expectConnected(
    attempts.filter(
      ({ from, to }) =>
        from === to.pod &&
        telling.some((other) => other.to.pod === to.pod && other.to.port === to.port),
    ),
  );
}

function flowText({ from, to, port }: Flow): string {
  return `${groupText(from)} reach ${groupText(to)} on TCP ${port}, each end under a policy`;
}

function groupText({ namespace, labels }: Flow['from']): string {
  const all = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return `all pods of ${namespace} with ${all.join(', ')}`;
}

function attemptText({ from, to }: Attempt): string {
  return `The way from ${podText(from)} to ${podText(to.pod)} on TCP ${to.port}`;
}

function podText({ name, namespace }: PodEnd): string {
  return `pod ${name} of ${namespace.name}`;
}
