import { isIPv4 } from 'node:net';
import type { V1ServiceSpec } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { logHas, logOf } from '../storage/contents.ts';
import type { PodRef } from '../storage/mounts.ts';
import { failed, isFailed, type Outcome, passed } from '../verdict.ts';
import { newestPods, type Workload } from '../workloads/newest-pods.ts';
import { rolledOut } from '../workloads/rolled-out.ts';
import { askByTcp, askNames, inventedName } from './names.ts';

const DNS = 'Deployment/coredns in kube-system';

/** Absolute names, each with all that it must lead to. */
export type Wanted = Readonly<Record<string, readonly string[] | Unknown>>;
/** Of a name that must lead nowhere. */
export type Unknown = 'unknown';

export interface NamesAsked {
  /** Pods under `probes:` of lab.yaml, of busybox: each asks, by UDP and by TCP. */
  probes: readonly [string, ...string[]];
  wanted: (facts: Facts) => Promise<Wanted>;
}

/** Its pods are asked every ten seconds whether they are ready. */
const ROLLOUT_S = 60;
const settled = rolledOut(DNS, { seconds: ROLLOUT_S });

/** The proxy takes in what is behind a Service within a second or two; later on a busy machine. */
const PATIENCE_S = 8;

/**
 * A name server, by its address, answers the probe pods as wanted. A rollout of CoreDNS that goes on
 * is waited for; a check needs `.within(100)`.
 */
export function namesLead(server: (facts: Facts) => string, { probes, wanted }: NamesAsked): Look {
  return async (facts) => {
    await settled(facts);
    return answersAre(facts, probes, [server(facts)], () => wanted(facts));
  };
}

export interface ForwardAsked extends Pick<NamesAsked, 'probes'> {
  domain: string;
  /** What its server says of every name in it. */
  address: string;
  /** That server's pod; it logs each question. */
  to: PodRef;
}

/** So many names that one of two servers in turn, or by chance, would be asked for some. */
const NAMES = 12;

/** Nobody has it: https://www.rfc-editor.org/rfc/rfc2606 */
const ELSEWHERE = 'elsewhere.test';

/**
 * Names of a domain, whichever, are answered by that domain's own server, which is asked for no
 * others. A rollout of CoreDNS that goes on is waited for; a check needs `.within(120)`.
 */
export function domainForwarded(server: (facts: Facts) => string, asked: ForwardAsked): Look {
  return async (facts) => {
    const { probes, domain, address, to } = asked;
    await settled(facts);
    const [inside, outside] = [inventedName(domain), inventedName(ELSEWHERE)];
    const more = Array.from({ length: NAMES }, () => [inventedName(domain), [address]] as const);
    const other = await askNames(facts, probes[0], [{ name: outside, server: server(facts) }]);
    if (isFailed(other)) return other;
    const wanted = {
      [`ledger.${domain}`]: [address],
      [inside]: [address],
      ...Object.fromEntries(more),
    };
    const outcome = await answersAre(facts, probes, [server(facts)], async () => wanted);
    if (isFailed(outcome)) return outcome;
    const logged = await logHas(to, inside)(facts);
    const expected = `CoreDNS asks the server ${to.name} for names of ${domain} and no others`;
    if (isFailed(logged)) return failed({ expected, actual: 'that server was not asked' });
    // Asked earlier, so it would be in the log by now.
    if (!(await logOf(facts, to)).includes(outside)) return passed();
    return failed({ expected, actual: `it was asked for a name of ${ELSEWHERE} too` });
  };
}

/** CoreDNS runs so many pods, and each answers by itself. A check needs `.within(100)`. */
export function everyDnsPodAnswers(count: number, { probes, wanted }: NamesAsked): Look {
  const ready = rolledOut(DNS, { replicas: count, seconds: ROLLOUT_S });
  return async (facts) => {
    const outcome = await ready(facts);
    const coredns = await facts.get<Workload>(DNS);
    if (isFailed(outcome) || !coredns) return outcome;
    const pods = await newestPods(facts, { ...coredns, kind: 'Deployment' });
    const addresses = pods.flatMap(({ status }) => status?.podIP ?? []);
    return answersAre(facts, probes, addresses, () => wanted(facts));
  };
}

/** The address of a Service, or words that are none. */
export async function serviceAddress(facts: Pick<Facts, 'get'>, ref: string): Promise<string> {
  const service = await facts.get<KubeObject & { spec: V1ServiceSpec }>(ref);
  return service?.spec.clusterIP ?? 'no address';
}

/** What DNS says of every Service with an address: some of them, the given namespace's all. */
export async function everyService(facts: Pick<Facts, 'list'>, namespace: string): Promise<Wanted> {
  const services = await facts.list<KubeObject & { spec: V1ServiceSpec }>('Service');
  const own = services.filter(({ metadata }) => metadata.namespace === namespace);
  const others = services.filter(({ metadata }) => metadata.namespace !== namespace);
  const names = [...own, ...others.slice(0, OTHERS)].flatMap(({ metadata, spec }) => {
    const { clusterIP = '' } = spec;
    const name = `${metadata.name}.${metadata.namespace}.${IN_CLUSTER}`;
    return isIPv4(clusterIP) ? [[name, [clusterIP]] as const] : [];
  });
  return Object.fromEntries([...names, [inventedName(`${namespace}.${IN_CLUSTER}`), 'unknown']]);
}

const OTHERS = 8;
const IN_CLUSTER = 'svc.cluster.local';

async function answersAre(
  facts: Facts,
  probes: NamesAsked['probes'],
  servers: readonly string[],
  look: () => Promise<Wanted>,
): Promise<Outcome> {
  const seconds = facts.lag === 0 ? 0 : PATIENCE_S;
  return lookAgain<Outcome>(
    { signal: facts.signal, seconds },
    async () => {
      // A Service may come or go meanwhile.
      const wanted = await look();
      const questions = servers.flatMap((server) =>
        Object.entries(wanted).map(([name, answer]) => ({ name, server, answer })),
      );
      if (questions.length === 0) throw new Error('Nothing is asked: it would pass for nothing.');
      const asked = await Promise.all(
        probes.flatMap((probe) =>
          WAYS.map(async ([protocol, ask]) => {
            const answers = await ask(facts, probe, questions);
            return { protocol, answers };
          }),
        ),
      );
      const failure = asked.map(({ answers }) => answers).find(isFailed);
      if (failure) return failure;
      const wrong = asked.flatMap(({ protocol, answers }) =>
        questions.flatMap(({ name, server, answer }, index) => {
          const said = isFailed(answers) ? [] : (answers[index] ?? []);
          if (isSame(said, answer)) return [];
          return [{ text: `${server} says ${said.join(', ') || 'nothing'} of ${name}`, protocol }];
        }),
      );
      // What is wrong by UDP need not be said of TCP, too, nor of each pod.
      const byUdp = new Set(wrong.filter((one) => one.protocol === 'UDP').map(({ text }) => text));
      const byTcp = wrong
        .filter(({ text }) => !byUdp.has(text))
        .map(({ text }) => `${text} by TCP`);
      if (wrong.length === 0) return passed();
      return failed({
        expected: shortened(
          Object.entries(wanted).map(
            ([name, answer]) => `${name} is ${answer === 'unknown' ? answer : answer.join(', ')}`,
          ),
        ),
        actual: shortened([...byUdp, ...new Set(byTcp)]),
      });
    },
    ({ verdict }) => verdict === 'passed',
  );
}

const WAYS = [
  ['UDP', askNames],
  ['TCP', askByTcp],
] as const;

const SHOWN = 3;

function shortened(parts: readonly string[]): string {
  const rest = parts.length - SHOWN;
  return [...parts.slice(0, SHOWN), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

function isSame(said: readonly string[], wanted: readonly string[] | Unknown): boolean {
  if (wanted === 'unknown') return said.length === 0;
  return wanted.length > 0 && said.toSorted().join() === wanted.toSorted().join();
}
