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
import { askNames, inventedName } from './names.ts';

const DNS = 'Deployment/coredns in kube-system';

/** Absolute names, each with all that it must lead to. */
export type Wanted = Readonly<Record<string, readonly string[]>>;

export interface NamesAsked {
  /** A pod under `probes:` of lab.yaml, of busybox: it asks. */
  probe: string;
  wanted: (facts: Facts) => Promise<Wanted>;
}

/** Its pods are asked every ten seconds whether they are ready. */
const ROLLOUT_S = 60;
const settled = rolledOut(DNS, { seconds: ROLLOUT_S });

/** The proxy takes in what is behind a Service within a second or two; later on a busy machine. */
const PATIENCE_S = 8;

/**
 * A name server, by its address, answers the probe pod as wanted. A rollout of CoreDNS that goes on
 * is waited for; a check needs `.within(100)`.
 */
export function namesLead(server: (facts: Facts) => string, { probe, wanted }: NamesAsked): Look {
  return async (facts) => {
    await settled(facts);
    return answersAre(facts, probe, [server(facts)], await wanted(facts));
  };
}

export interface ForwardAsked extends Pick<NamesAsked, 'probe'> {
  domain: string;
  /** What its server says of every name in it. */
  address: string;
  /** That server's pod; it logs each question. */
  to: PodRef;
}

/** Nobody has it: https://www.rfc-editor.org/rfc/rfc2606 */
const ELSEWHERE = 'elsewhere.test';

/**
 * Names of a domain, whichever, are answered by that domain's own server, which is asked for no
 * others. A rollout of CoreDNS that goes on is waited for; a check needs `.within(120)`.
 */
export function domainForwarded(server: (facts: Facts) => string, asked: ForwardAsked): Look {
  return async (facts) => {
    const { probe, domain, address, to } = asked;
    await settled(facts);
    const [inside, outside] = [inventedName(domain), inventedName(ELSEWHERE)];
    const other = await askNames(facts, probe, [{ name: outside, server: server(facts) }]);
    if (isFailed(other)) return other;
    const wanted = { [`ledger.${domain}`]: [address], [inside]: [address] };
    const outcome = await answersAre(facts, probe, [server(facts)], wanted);
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
export function everyDnsPodAnswers(count: number, { probe, wanted }: NamesAsked): Look {
  const ready = rolledOut(DNS, { replicas: count, seconds: ROLLOUT_S });
  return async (facts) => {
    const outcome = await ready(facts);
    const coredns = await facts.get<Workload>(DNS);
    if (isFailed(outcome) || !coredns) return outcome;
    const pods = await newestPods(facts, { ...coredns, kind: 'Deployment' });
    const addresses = pods.flatMap(({ status }) => status?.podIP ?? []);
    return answersAre(facts, probe, addresses, await wanted(facts));
  };
}

/** The address of a Service, or words that are none. */
export async function serviceAddress(facts: Pick<Facts, 'get'>, ref: string): Promise<string> {
  const service = await facts.get<KubeObject & { spec: V1ServiceSpec }>(ref);
  return service?.spec.clusterIP ?? 'no address';
}

async function answersAre(
  facts: Facts,
  probe: string,
  servers: readonly string[],
  wanted: Wanted,
): Promise<Outcome> {
  const questions = servers.flatMap((server) =>
    Object.entries(wanted).map(([name, answer]) => ({ name, server, answer })),
  );
  if (questions.length === 0) throw new Error('Nothing is asked: it would pass for nothing.');
  const seconds = facts.lag === 0 ? 0 : PATIENCE_S;
  return lookAgain<Outcome>(
    { signal: facts.signal, seconds },
    async () => {
      const answers = await askNames(facts, probe, questions);
      if (isFailed(answers)) return answers;
      const wrong = questions.flatMap(({ name, server, answer }, index) => {
        const said = answers[index] ?? [];
        return isSame(said, answer)
          ? []
          : [`${server} says ${said.join(', ') || 'nothing'} of ${name}`];
      });
      if (wrong.length === 0) return passed();
      return failed({
        expected: Object.entries(wanted)
          .map(([name, answer]) => `${name} is ${answer.join(', ')}`)
          .join('; '),
        actual: wrong.join('; '),
      });
    },
    ({ verdict }) => verdict === 'passed',
  );
}

function isSame(said: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && said.toSorted().join() === wanted.toSorted().join();
}
