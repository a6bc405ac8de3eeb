import { setTimeout as sleep } from 'node:timers/promises';
import { InfrastructureError } from '../../errors.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Facts } from '../facts.ts';
import { type Failed, isFailed } from '../verdict.ts';
import type { PodEnd, Policy } from './model.ts';
import { lets, policiesOf } from './policy.ts';
import { probe, type Reached, type Target } from './probe.ts';
import { DNS_PORT, isIn } from './terms.ts';
import { DNS, readWorld, type World } from './world.ts';

/** A connection that was tried, and what the policies say of it. */
export interface Attempt {
  from: PodEnd;
  to: Target;
  /** Undefined: networks differ in it. */
  allowed: boolean | undefined;
  connects: boolean;
}

/** A question to the cluster's DNS. */
export interface Question {
  from: PodEnd;
  protocol: 'UDP' | 'TCP';
  /** Undefined: it depends on which of the DNS pods is asked. */
  allowed: boolean | undefined;
  answered: boolean;
}

/** Every seeded pod tried every port of every other and its own, at the same time. */
export interface Observation {
  world: World;
  attempts: readonly Attempt[];
  questions: readonly Question[];
}

const PAUSE_MS = 200;
/** How often the usual lag may pass, and at least how many looks, until a network won't follow. */
const PATIENCE = 4;
const LOOKS = 3;

/**
 * Reads the policies and tries all connections. Decides at once where the network does what the
 * policies say, whatever that is; asks again while it has not taken them in yet.
 */
export async function observe(
  facts: Facts,
  probes: readonly string[],
): Promise<Observation | Failed> {
  const end = performance.now() + facts.lag * PATIENCE * 1000;
  for (let looks = 1; ; looks += 1) {
    const seen = await look(facts, probes);
    if (isFailed(seen) || !differs(seen)) return seen;
    // Without a lag, who asks comes back by himself.
    const enough = looks >= LOOKS || facts.lag === 0;
    if (enough && performance.now() >= end) return seen;
    await sleep(PAUSE_MS, undefined, { signal: facts.signal });
  }
}

function differs({ attempts, questions }: Observation): boolean {
  return (
    attempts.some(({ allowed, connects }) => allowed !== undefined && allowed !== connects) ||
    questions.some(({ allowed, answered }) => allowed !== undefined && allowed !== answered)
  );
}

async function look(facts: Facts, probes: readonly string[]): Promise<Observation | Failed> {
  const world = await readWorld(facts);
  const pods = probes.map((ref) => podOf(world, ref));
  const targets = pods.flatMap((pod) => (pod ? targetsOf(pod) : []));
  const tries = await Promise.allSettled(probes.map((ref) => probe(facts, ref, targets)));
  const results = tries.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  // A pod that the learner deleted is theirs, whatever else could not be looked at.
  const failure = results.find(isFailed);
  if (failure) return failure;
  for (const one of tries) if (one.status === 'rejected') throw one.reason;
  const sources = probes.map((ref, index) => {
    const pod = pods[index];
    if (!pod) throw new InfrastructureError(`${ref} runs, but has no address.`);
    return { pod, reached: results[index] as Reached };
  });
  return {
    world,
    attempts: sources.flatMap(({ pod, reached }) =>
      targets.map((to) => ({
        from: pod,
        to,
        allowed: isAllowed(world, pod, to),
        connects: reached.connects(to),
      })),
    ),
    questions: sources.flatMap(({ pod, reached }) =>
      (['UDP', 'TCP'] as const).map((protocol) => ({
        from: pod,
        protocol,
        allowed: mayAsk(world, pod, protocol),
        answered: reached.resolves(protocol),
      })),
    ),
  };
}

function podOf({ pods }: World, ref: string): PodEnd | undefined {
  const { name, namespace } = parseRef(ref);
  return pods.find((pod) => pod.name === name && pod.namespace.name === namespace);
}

function targetsOf(pod: PodEnd): Target[] {
  return pod.ports
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map(({ containerPort }) => ({ pod, port: containerPort }));
}

function isAllowed({ policies }: World, from: PodEnd, { pod, port }: Target) {
  // What a pod says to itself never leaves it.
  if (pod === from) return true;
  const tcp = { port, protocol: 'TCP' } as const;
  const judged = (some: readonly Policy[]) => [
    lets(some, 'Egress', from, pod, tcp),
    lets(some, 'Ingress', pod, from, tcp),
  ];
  if (!judged(policies).includes(false)) return true;
  // Kube-router holds a policy's rules for both directions in one chain: where the same policy
  // selects both ends, what it opens at one of them is open at the other.
  const selecting = policiesOf(policies, 'Egress', from);
  const shared = policiesOf(policies, 'Ingress', pod).filter((one) => selecting.includes(one));
  return shared.some((one) => judged([one]).includes(true)) ? undefined : false;
}

function mayAsk({ policies, pods }: World, from: PodEnd, protocol: 'UDP' | 'TCP') {
  const port = { port: DNS_PORT, protocol };
  const answers = pods
    .filter((pod) => isIn(pod, DNS))
    .map(
      (pod) =>
        lets(policies, 'Egress', from, pod, port) && lets(policies, 'Ingress', pod, from, port),
    );
  return new Set(answers).size === 1 ? answers[0] : undefined;
}
