import type { V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import { sameQuantity } from '../storage/quantity.ts';
import { failed, passed } from '../verdict.ts';
import { newestPods, type Workload } from './newest-pods.ts';

/** Amounts by resource, such as { cpu: '50m', memory: '64Mi' }; compared as amounts. */
type Amounts = Readonly<Record<string, string>>;

export interface ResourcesAsked {
  requests: Amounts;
  limits: Amounts;
}

/**
 * A container of a workload requests these amounts and has these limits, in the template and in the
 * pods of its newest revision: pods that were resized in place are replaced by others some day. A
 * request that is left out is the limit, as the API server has it.
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function containerResources(ref: string, container: string, asked: ResourcesAsked): Look {
  return async (facts) => {
    const expected = `${container} of ${ref}: ${inWords(asked)}`;
    const workload = await facts.get<Workload>(ref);
    if (!workload) return failed({ expected, actual: 'there is no such workload' });
    const pods = await newestPods(facts, { ...workload, kind: parseRef(ref).kind });
    const specs = [
      { title: 'the template', spec: workload.spec.template.spec },
      ...pods.map(({ metadata, spec }) => ({ title: `the pod ${metadata.name}`, spec })),
    ];
    const wrong = specs.flatMap(({ title, spec }) => {
      const actual = wrongIn(spec, container, asked);
      return actual === undefined ? [] : [`${title}: ${actual}`];
    });
    return wrong.length === 0 ? passed() : failed({ expected, actual: wrong.join('; ') });
  };
}

function wrongIn(
  spec: V1PodSpec | undefined,
  name: string,
  asked: ResourcesAsked,
): string | undefined {
  const found = spec?.containers.find((container) => container.name === name);
  if (!found) return 'there is no such container';
  const { limits = {}, requests = {} } = found.resources ?? {};
  const actual = { limits, requests: { ...limits, ...requests } };
  const same = isSame(asked.limits, limits) && isSame(asked.requests, actual.requests);
  return same ? undefined : inWords(actual);
}

/** The same resources and amounts, and no other. */
function isSame(asked: Amounts, actual: Amounts): boolean {
  const names = Object.keys({ ...asked, ...actual });
  return names.every((name) => {
    const [one, other] = [asked[name], actual[name]];
    return one !== undefined && other !== undefined && sameQuantity(one, other);
  });
}

function inWords({ requests = {}, limits = {} }: V1ResourceRequirements): string {
  const list = (amounts: Amounts) =>
    Object.entries(amounts)
      .map(([name, amount]) => `${name} ${amount}`)
      .join(', ') || 'none';
  return `requests ${list(requests)}; limits ${list(limits)}`;
}

/** The pods of a workload's newest revision, at least one, are of this QoS class. */
export function podsAreOfClass(
  ref: string,
  wanted: 'Guaranteed' | 'Burstable' | 'BestEffort',
): Look {
  return async (facts) => {
    const expected = `the pods of ${ref} are ${wanted}`;
    const workload = await facts.get<Workload>(ref);
    if (!workload) return failed({ expected, actual: 'there is no such workload' });
    const pods = await newestPods(facts, { ...workload, kind: parseRef(ref).kind });
    if (pods.length === 0) return failed({ expected, actual: 'it has no pods' });
    const others = pods.filter(({ status }) => status?.qosClass !== wanted);
    if (others.length === 0) return passed();
    const actual = others.map(({ metadata, status }) => `${metadata.name} is ${status?.qosClass}`);
    return failed({ expected, actual: actual.join('; ') });
  };
}
