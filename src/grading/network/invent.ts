import { neighbours, samplesOf } from './address.ts';
import type { AddressEnd, Labels, Namespace, PodEnd, Policy, Selector } from './model.ts';
import { INVENTED_VALUE, matches, telling, witness } from './selector.ts';
import { isIn, type PodGroup, type Terms } from './terms.ts';
import { DNS, type World } from './world.ts';

/** Ends that a cluster does not have today, made to find what its policies would say of them. */
export interface Invented {
  pods: readonly PodEnd[];
  addresses: readonly AddressEnd[];
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
/** Reserved for examples, so nobody's: https://www.rfc-editor.org/rfc/rfc5737 */
const ELSEWHERE = '203.0.113.7';

/** Pods of every kind that a group, or a selector of a policy, tells from others. */
export function invent(world: World, terms: Terms): Invented {
  const policies = world.policies.filter(({ metadata }) =>
    terms.closed.includes(metadata.namespace ?? ''),
  );
  const groups = terms.flows.flatMap(({ from, to }) => [from, to]);
  const labels = labelSets(policies.flatMap(podSelectors), [...groups, DNS]);
  const namespaces = [...world.namespaces, ...moreNamespaces(world, policies)];
  return {
    pods: namespaces.flatMap((namespace) => inventedPods(world, groups, namespace, labels)),
    addresses: addressesIn(policies)
      .filter((address) => !world.nodeAddresses.includes(address))
      .map((address) => ({ ips: [address] })),
  };
}

/** Without labels, with a group's alone, and with each label that some selector asks for. */
function labelSets(selectors: readonly Selector[], groups: readonly PodGroup[]): Labels[] {
  const own = groups.map(({ labels }) => labels);
  const others = own.flatMap((labels) => telling({ matchLabels: labels }));
  const asked = selectors.flatMap((one) => [...telling(one), witness(one) ?? {}]);
  const both = own.flatMap((labels) => asked.map((more) => ({ ...more, ...labels })));
  return unique([{}, ...own, ...others, ...asked, ...both]);
}

function unique(sets: readonly Labels[]): Labels[] {
  const key = (labels: Labels) =>
    JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [...new Map(sets.map((set) => [key(set), set])).values()];
}

/** One that nobody named, and those that selectors ask for and that are not there yet. */
function moreNamespaces({ namespaces }: World, policies: readonly Policy[]): Namespace[] {
  const selectors = policies.flatMap(namespaceSelectors);
  const absent = [
    ...selectors.flatMap(telling),
    ...selectors.map((selector) => witness(selector) ?? {}),
  ].filter((labels) => !namespaces.some((one) => matches({ matchLabels: labels }, one.labels)));
  return unique([{ [NAMESPACE_NAME]: INVENTED_VALUE }, ...absent]).map((labels) => {
    const name = labels[NAMESPACE_NAME] ?? INVENTED_VALUE;
    return { name, labels: { ...labels, [NAMESPACE_NAME]: name } };
  });
}

/** A further pod of a group is like those that are there; any other could be like any. */
function inventedPods(
  { pods }: World,
  groups: readonly PodGroup[],
  namespace: Namespace,
  sets: readonly Labels[],
): PodEnd[] {
  const here = pods.filter((pod) => pod.namespace.name === namespace.name);
  const near = (here[0] ?? pods[0])?.ips[0];
  const ips =
    near === undefined
      ? []
      : neighbours(
          near,
          pods.flatMap((pod) => pod.ips),
          1,
        );
  return sets.map((labels) => {
    const pod: PodEnd = { namespace, labels, ips, ports: [] };
    const group = groups.find((one) => isIn(pod, one));
    const alike = group ? here.filter((other) => isIn(other, group)).slice(0, 1) : here;
    return { ...pod, ports: alike.flatMap(({ ports }) => ports) };
  });
}

function addressesIn(policies: readonly Policy[]): string[] {
  const blocks = policies.flatMap(peersOf).flatMap(({ ipBlock }) => (ipBlock ? [ipBlock] : []));
  return [...new Set([ELSEWHERE, ...blocks.flatMap(samplesOf)])];
}

function peersOf({ spec }: Policy) {
  return [
    ...(spec?.ingress ?? []).flatMap(({ from }) => from ?? []),
    ...(spec?.egress ?? []).flatMap(({ to }) => to ?? []),
  ];
}

function podSelectors(policy: Policy): Selector[] {
  const peers = peersOf(policy).map(({ podSelector }) => podSelector ?? {});
  return [policy.spec?.podSelector ?? {}, ...peers];
}

function namespaceSelectors(policy: Policy): Selector[] {
  return peersOf(policy).map(({ namespaceSelector }) => namespaceSelector ?? {});
}
