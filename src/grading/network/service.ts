import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { shared } from '../shared.ts';
import { type Failed, failed, isFailed, type Outcome, passed } from '../verdict.ts';
import type { Workload } from '../workloads/newest-pods.ts';
import {
  lookAtService,
  portOf,
  type Seen,
  type Service,
  type ServiceTerms,
} from './service-seen.ts';

/** Looks at whom a Service leads to, by its EndpointSlices and by real connections. */
export interface ServiceLooks {
  /** Every ready pod of the workload is behind the port, the pods of a later rollout will be, and each connection is answered. */
  reaches: Look;
  /** Nobody else is: say it `.after` the check of `reaches`. */
  nobodyElse: Look;
}

/**
 * Clusters keep for so long that a name is unknown (`cache 30` in CoreDNS); endpoints and proxies
 * need a second or two.
 */
const PATIENCE_S = 35;
const INTERVAL_MS = 500;

/**
 * Both looks take up to 40 s where the Service is right and the cluster has not taken it in yet;
 * else they decide at once. Throws InfrastructureError where the pods themselves don't answer.
 * https://kubernetes.io/docs/concepts/services-networking/service/
 */
export function serviceLeads(terms: ServiceTerms): ServiceLooks {
  const seen = shared((facts) => settle(facts, terms));
  const judged =
    (judge: (seen: Seen) => Outcome): Look =>
    async (facts) => {
      const found = await seen(facts);
      return isFailed(found) ? found : judge(found);
    };
  return {
    reaches: judged((found) => reached(found, terms)),
    nobodyElse: judged((found) => apart(found, terms)),
  };
}

async function settle(facts: Facts, terms: ServiceTerms): Promise<Seen | Failed> {
  const start = performance.now();
  // Without a lag, who asks comes back by himself.
  const seconds = facts.lag === 0 ? 0 : PATIENCE_S;
  const enough = (found: Seen | Failed) =>
    isFailed(found) ||
    !canComeTrue(found, terms) ||
    [reached(found, terms), apart(found, terms)].every(({ verdict }) => verdict === 'passed');
  return lookAgain(
    { signal: facts.signal, seconds, every: INTERVAL_MS },
    () => lookAtService(facts, terms, performance.now() - start < seconds * 1000),
    enough,
  );
}

/** Whether what is written is right, so that the rest may still come. */
function canComeTrue(found: Seen, { port, containerPort }: ServiceTerms): boolean {
  const { service, workload, left, strangers } = found;
  const { metadata, status = {} } = workload;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return true;
  const wanted = portOf(service, port);
  if (service?.spec.internalTrafficPolicy === 'Local') return false;
  if (!service || !wanted || left.length > 0 || strangers.length > 0) return false;
  if (!selectsLater(service, workload)) return false;
  const { targetPort = port } = wanted;
  const containers = workload.spec.template.spec?.containers ?? [];
  const named = containers
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name === String(targetPort));
  return (named?.containerPort ?? Number(targetPort)) === containerPort;
}

function reached(found: Seen, { service: title, port, workload, containerPort }: ServiceTerms) {
  const { service, pods, behind, said } = found;
  const wanted = (actual: string) =>
    failed({ expected: `${title} leads to every pod of ${workload} on port ${port}`, actual });
  if (!service) return wanted('there is no such Service');
  if (!portOf(service, port)) {
    const ports = (service.spec.ports ?? []).map((one) => one.port);
    return wanted(`its ports are ${ports.join(', ') || 'none'}`);
  }
  if (service.spec.internalTrafficPolicy === 'Local') {
    return wanted(
      'its internalTrafficPolicy is Local: who asks gets to pods of its own node alone',
    );
  }
  const asked = found.workload.spec.replicas ?? 1;
  if (asked === 0 || pods.length < asked) {
    return wanted(`${pods.length} of ${asked} pods of ${workload} are ready`);
  }
  if (!selectsLater(service, found.workload)) {
    const { selector = {} } = service.spec;
    return wanted(`its selector (${labelText(selector)}) does not fit the pods of the template`);
  }
  if (found.left.length > 0) return wanted(`its selector does not fit ${found.left.join(', ')}`);
  const mute = pods.find(({ answer }) => answer === undefined);
  if (mute) return wanted(`pod ${mute.name} does not answer by itself`);
  const missing = pods.find(
    ({ ips }) => !ips.some((ip) => behind.includes(`${ip}:${containerPort}`)),
  );
  if (missing) {
    const list = behind.length === 0 ? 'nobody is' : `behind it: ${behind.join(', ')}`;
    return wanted(
      `pod ${missing.name} is not behind it at ${missing.ips[0]}:${containerPort}; ${list}`,
    );
  }
  // Where others are behind it too, silence may be theirs.
  if (others(found, containerPort).length > 0) return passed();
  const silent = said.filter((answer) => answer === undefined).length;
  if (silent === 0) return passed();
  return wanted(`${silent} of ${said.length} connections to its name got no answer`);
}

function apart(found: Seen, { service, workload, containerPort }: ServiceTerms) {
  const { pods, strangers, said } = found;
  const wanted = (actual: string) =>
    failed({ expected: `${service} leads to nobody but the pods of ${workload}`, actual });
  const { externalIPs = [] } = found.service?.spec ?? {};
  if (externalIPs.length > 0) return wanted(`it takes ${externalIPs.join(', ')} for itself, too`);
  if (strangers.length > 0) return wanted(`its selector fits ${strangers.join(', ')} too`);
  const more = others(found, containerPort);
  if (more.length > 0) return wanted(`${more.join(', ')} is behind it too`);
  const known = pods.map(({ answer }) => answer);
  const strange = said.find((answer) => answer !== undefined && !known.includes(answer));
  if (strange !== undefined) return wanted(`it answered "${strange}"`);
  return passed();
}

/** Who is behind the port and is none of the workload's ready pods. */
function others({ pods, behind }: Seen, containerPort: number): string[] {
  const own = pods.flatMap(({ ips }) => ips.map((ip) => `${ip}:${containerPort}`));
  return behind.filter((address) => !own.includes(address));
}

/** A selector that only today's pods fit, by their pod-template-hash for instance, loses those of a rollout. */
function selectsLater({ spec }: Service, { spec: { template } }: Workload): boolean {
  const wanted = Object.entries(spec.selector ?? {});
  const labels = template.metadata?.labels ?? {};
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

function labelText(labels: Record<string, string>): string {
  const all = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return all.length === 0 ? 'none' : all.join(', ');
}
