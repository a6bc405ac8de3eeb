import { isIPv6 } from 'node:net';
import type { KubeObject } from '../../kube/objects.ts';
import type { Facts } from '../facts.ts';
import { inBlock } from './address.ts';
import type { ContainerPort, Namespace, PodEnd, Policy } from './model.ts';

/** What of a cluster counts for its policies' reach. */
export interface World {
  policies: readonly Policy[];
  namespaces: readonly Namespace[];
  /** Pods that run and have an address of their own. */
  pods: readonly PodEnd[];
  /** Blocks of addresses that pods may have, today's and later ones. */
  podRanges: readonly string[];
}

interface Pod extends KubeObject {
  spec: { hostNetwork?: boolean; containers: { ports?: ContainerPort[] }[] };
  status?: { phase?: string; podIPs?: { ip: string }[] };
}
interface Node extends KubeObject {
  spec?: { podCIDRs?: string[] };
}

export async function readWorld(facts: Facts): Promise<World> {
  const [policies, namespaces, pods, nodes] = await Promise.all([
    facts.list<Policy>('NetworkPolicy'),
    facts.list('Namespace'),
    facts.list<Pod>('Pod'),
    facts.list<Node>('Node'),
  ]);
  const known = namespaces.map(({ metadata }) => ({
    name: metadata.name,
    labels: metadata.labels ?? {},
  }));
  const ends = pods.flatMap((pod) => endOf(pod, known) ?? []);
  return {
    policies: policies.filter(({ metadata }) => !metadata.deletionTimestamp),
    namespaces: known,
    pods: ends,
    podRanges: podRanges(nodes, ends),
  };
}

/** Some networks give pods other addresses than those that Kubernetes set aside for their nodes. */
function podRanges(nodes: readonly Node[], pods: readonly PodEnd[]): string[] {
  const ranges = nodes.flatMap(({ spec }) => spec?.podCIDRs ?? []);
  const addresses = pods.flatMap(({ ips }) => ips);
  const areKnown = addresses.every((ip) => ranges.some((cidr) => inBlock({ cidr }, ip)));
  if (ranges.length > 0 && areKnown) return ranges;
  const families = new Set(addresses.map((ip) => (isIPv6(ip) ? '::/0' : '0.0.0.0/0')));
  return families.size > 0 ? [...families] : ['0.0.0.0/0', '::/0'];
}

function endOf(
  { metadata, spec, status }: Pod,
  namespaces: readonly Namespace[],
): PodEnd | undefined {
  const namespace = namespaces.find(({ name }) => name === metadata.namespace);
  const ips = (status?.podIPs ?? []).map(({ ip }) => ip);
  const runs = status?.phase === 'Running' && !metadata.deletionTimestamp;
  if (!namespace || !runs || spec.hostNetwork || ips.length === 0) return undefined;
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return { name: metadata.name, namespace, labels: metadata.labels ?? {}, ips, ports };
}

const DNS_NAMESPACE = 'kube-system';
const DNS_LABELS = { 'k8s-app': 'kube-dns' };

/** The pods of the cluster's DNS, which every distribution labels alike. */
export const DNS = { namespace: DNS_NAMESPACE, labels: DNS_LABELS };
