import type { V1EndpointSlice, V1ServicePort, V1ServiceSpec } from '@kubernetes/client-node';
import { InfrastructureError } from '../../errors.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Facts } from '../facts.ts';
import { untouched } from '../untouched.ts';
import { type Failed, failed, isFailed } from '../verdict.ts';
import { newestPods, type Pod, replicaSetsOf, type Workload } from '../workloads/newest-pods.ts';
import { answers } from './answers.ts';

/** What a Service is asked to be for one workload, whose pods each answer HTTP with a text of their own. */
export interface ServiceTerms {
  /** 'Service/web in shop'. */
  service: string;
  /** The port that clients connect to. */
  port: number;
  /** The workload whose pods are to answer, 'Deployment/web in shop'; under `keep:` where it is seeded. */
  workload: string;
  /** Where they answer. */
  containerPort: number;
  /** A pod under `probes:` of lab.yaml, of busybox, in the Service's namespace: it asks by the Service's name. */
  probe: string;
}

export interface Service extends KubeObject {
  spec: V1ServiceSpec;
}
type Slice = KubeObject & Omit<V1EndpointSlice, 'metadata'>;

/** One look. */
export interface Seen {
  service: Service | undefined;
  workload: Workload;
  /** Names of the workload's pods that the Service's selector does not fit. */
  left: string[];
  /** Names of other pods that it fits. */
  strangers: string[];
  /** The workload's pods that are ready, each with what it answered by itself. */
  pods: { name: string; ips: string[]; answer: string | undefined }[];
  /** Ready addresses behind the port, as 'address:port'. */
  behind: string[];
  /** What connections by the Service's name were answered; undefined is silence. */
  said: (string | undefined)[];
}

/** Connections by the Service's name at one time, each a new one. */
const TRIES = 8;

/**
 * Reads a Service and whom it leads to, and connects: by its name, and to each pod by its address.
 * Throws InfrastructureError where a ready pod does not answer by itself, unless `patient`.
 */
export async function lookAtService(
  facts: Facts,
  terms: ServiceTerms,
  patient: boolean,
): Promise<Seen | Failed> {
  const { name, namespace = '' } = parseRef(terms.service);
  // The workload first: once its controller has taken it in, its pods are its own.
  const workload = await facts.get<Workload>(terms.workload);
  if (!workload) {
    return failed({ expected: `${terms.workload} is there`, actual: 'it was deleted' });
  }
  // While a rollout goes on, pods of older revisions are its own too.
  const [own, sets, here, service, slices] = await Promise.all([
    newestPods(facts, workload),
    replicaSetsOf(facts, workload),
    facts.list<Pod>('Pod', { namespace }),
    facts.get<Service>(terms.service),
    facts.list<Slice>('EndpointSlice', {
      namespace,
      labels: { 'kubernetes.io/service-name': name },
    }),
  ]);
  const owners = [workload, ...sets].map(({ metadata }) => metadata.uid);
  const ready = own.filter(isReady);
  const urls = [
    ...ready.map((pod) => `http://${host(ipsOf(pod)[0] ?? '')}:${terms.containerPort}/`),
    ...Array.from({ length: service ? TRIES : 0 }, () => `http://${name}:${terms.port}/`),
  ];
  const said = await answers(facts, terms.probe, urls);
  if (isFailed(said)) return said;
  const silent = ready.find((_, index) => said[index] === undefined);
  if (silent && !patient) return silence(facts, silent, terms);
  return {
    service,
    workload,
    left: own.filter((pod) => !selects(service, pod)).map(({ metadata }) => metadata.name),
    strangers: here
      .filter((pod) => !pod.metadata.deletionTimestamp && !isOwned(pod, owners))
      .filter((pod) => selects(service, pod))
      .map(({ metadata }) => metadata.name),
    pods: ready.map((pod, index) => ({
      name: pod.metadata.name,
      ips: ipsOf(pod),
      answer: said[index],
    })),
    behind: service ? slices.flatMap((slice) => behindPort(slice, service, terms.port)) : [],
    said: said.slice(ready.length),
  };
}

/** The learner's, where the workload was changed or a policy is there: the lab seeds none with a Service. */
async function silence(
  facts: Facts,
  pod: Pod,
  { workload, containerPort }: ServiceTerms,
): Promise<Failed> {
  if (facts.recorded.objects[workload]) {
    const kept = await untouched(workload)(facts);
    if (isFailed(kept)) return kept;
  }
  const { name, namespace = '' } = pod.metadata;
  const policies = await facts.list('NetworkPolicy', { namespace });
  if (policies.length === 0) {
    throw new InfrastructureError(
      `Pod ${name} of ${namespace} is ready and does not answer on port ${containerPort}.`,
    );
  }
  const names = policies.map(({ metadata }) => metadata.name).join(', ');
  return failed({
    expected: `pod ${name} answers on port ${containerPort}`,
    actual: `it does not; there is NetworkPolicy ${names}`,
  });
}

/** The Service's entry for a TCP port. */
export function portOf(service: Service | undefined, port: number): V1ServicePort | undefined {
  return service?.spec.ports?.find((one) => one.port === port && (one.protocol ?? 'TCP') === 'TCP');
}

function selects(service: Service | undefined, { metadata }: Pod): boolean {
  const selector = Object.entries(service?.spec.selector ?? {});
  return selector.length > 0 && selector.every(([key, value]) => metadata.labels?.[key] === value);
}

function isOwned({ metadata }: Pod, owners: readonly string[]): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ controller, uid = '' }) => controller && owners.includes(uid),
  );
}

function behindPort(slice: Slice, service: Service, port: number): string[] {
  const name = portOf(service, port)?.name ?? '';
  const found = (slice.ports ?? []).filter((one) => (one.name ?? '') === name);
  return (slice.endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) =>
      addresses.flatMap((address) => found.map((one) => `${address}:${one.port}`)),
    );
}

function isReady({ status }: Pod): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: value }) => type === 'Ready' && value === 'True',
  );
}

function ipsOf({ status }: Pod): string[] {
  return (status?.podIPs ?? []).map(({ ip }) => ip);
}

function host(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}
