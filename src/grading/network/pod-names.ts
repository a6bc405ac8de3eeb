import type { V1EndpointSlice } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { type Failed, failed, isFailed, type Outcome, passed } from '../verdict.ts';
import type { Pod } from '../workloads/newest-pods.ts';
import { linesOf, numbered } from './names.ts';

type Slice = KubeObject & Omit<V1EndpointSlice, 'metadata'>;

export interface PodNamesAsked {
  namespace: string;
  /** Pods that get a name each. */
  pods: readonly [string, ...string[]];
  /** The headless Service below which they get them. */
  service: string;
  /** A pod under `probes:` of lab.yaml, of busybox: it asks. */
  probe: string;
}

// All names at once; each address becomes a line behind the number of its name.
const SCRIPT = `
number=0
for name in "$@"; do
  timeout 5 nslookup -type=a "$name" 2>/dev/null | sed -n "/^Name:/,\\$ s/^Address[^:]*: */$number /p" &
  number=$((number + 1))
done
wait
echo end
`;
/** The time to resolve is milliseconds; more where the machine is busy. */
const SECONDS = 15;
/** For so long clusters keep that a name is unknown: `cache 30` in CoreDNS. */
const PATIENCE_S = 35;
const INTERVAL_MS = 500;

/**
 * In the probe pod, <pod>.<service>.<namespace>.svc.cluster.local is the pod's address, for each of
 * the pods. Takes up to 36 s where the Service has these names and the DNS does not know them yet;
 * else about two.
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields
 */
export function podsHaveNames(asked: PodNamesAsked): Look {
  return async (facts) => {
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    const { service, pods } = asked;
    let patience = 0;
    return lookAgain<Outcome>(
      { signal: facts.signal, seconds: PATIENCE_S, every: INTERVAL_MS },
      async () => {
        const [found, said] = await Promise.all([ask(facts, asked), published(facts, asked)]);
        // Without a lag, who asks comes back by himself.
        patience = said && facts.lag > 0 ? PATIENCE_S : facts.lag;
        // The DNS goes on for some seconds with what was.
        if (said || isFailed(found)) return found;
        return failed({
          expected: `the Service ${service} is headless and gives names to ${pods.join(', ')}`,
          actual: 'it does not',
        });
      },
      ({ verdict }) => verdict === 'passed' || elapsed() >= patience,
    );
  };
}

async function ask(facts: Facts, asked: PodNamesAsked): Promise<Outcome> {
  const { namespace, service, pods } = asked;
  const names = pods.map((pod) => `${pod}.${service}.${namespace}.svc.cluster.local`);
  const [known, ...found] = await Promise.all([
    resolve(facts, asked.probe, names),
    ...pods.map((name) => facts.get<Pod>(`Pod/${name} in ${namespace}`)),
  ]);
  if (isFailed(known)) return known;
  const wrong = names.flatMap((name, index) => {
    const address = found[index]?.status?.podIP;
    const said = known[index] ?? [];
    if (address !== undefined && said.length === 1 && said[0] === address) return [];
    return [`${name} is ${said.join(', ') || 'unknown'} (the pod: ${address ?? 'no address'})`];
  });
  if (wrong.length === 0) return passed();
  return failed({
    expected: `each pod's name below ${service} is its address: ${pods.join(', ')}`,
    actual: wrong.join('; '),
  });
}

/** What the probe pod knows each name to be. */
async function resolve(
  facts: Facts,
  probe: string,
  names: readonly string[],
): Promise<string[][] | Failed> {
  const result = await facts.exec(probe, ['sh', '-c', SCRIPT, 'ask', ...names], {
    seconds: SECONDS,
  });
  if (isFailed(result)) return result;
  return numbered(linesOf(result, probe), names.length);
}

/** Whether the Service says these names, so that the DNS will. */
async function published(
  facts: Facts,
  { namespace, service, pods }: PodNamesAsked,
): Promise<boolean> {
  const [found, slices] = await Promise.all([
    facts.get<KubeObject & { spec: { clusterIP?: string } }>(`Service/${service} in ${namespace}`),
    facts.list<Slice>('EndpointSlice', {
      namespace,
      labels: { 'kubernetes.io/service-name': service },
    }),
  ]);
  const named = slices.flatMap(({ endpoints }) =>
    (endpoints ?? []).map(({ hostname }) => hostname),
  );
  return found?.spec.clusterIP === 'None' && pods.every((pod) => named.includes(pod));
}
