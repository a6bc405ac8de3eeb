import type {
  V2HorizontalPodAutoscalerSpec,
  V2HorizontalPodAutoscalerStatus,
} from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, passed } from '../verdict.ts';

/** A HorizontalPodAutoscaler as autoscaling/v2 gives it, whichever version it was written in. */
export interface Autoscaler extends KubeObject {
  spec: V2HorizontalPodAutoscalerSpec;
  status?: V2HorizontalPodAutoscalerStatus;
}

export interface AutoscalerAsked {
  /** The workload, such as 'Deployment/web in shop'; no other autoscaler may scale it. */
  scales: string;
  least: number;
  most: number;
  /** Average CPU utilization in percent of what the pods request; it goes by nothing else. */
  utilization: number;
}

/** An autoscaler that is there and is not going; undefined when there is none. */
export async function readAutoscaler(
  facts: Pick<Facts, 'get'>,
  ref: string,
): Promise<Autoscaler | undefined> {
  const found = await facts.get<Autoscaler>(ref);
  return found?.metadata.deletionTimestamp ? undefined : found;
}

/** The autoscaler scales this workload, alone, between these bounds, by its CPU utilization. */
export function autoscales(ref: string, asked: AutoscalerAsked): Look {
  return async (facts) => {
    const { name } = parseRef(ref);
    const found = await readAutoscaler(facts, ref);
    const expected = `${ref} scales the ${parseRef(asked.scales).kind} ${parseRef(asked.scales).name}`;
    if (!found) return failed({ expected, actual: 'there is no such autoscaler' });
    const others = await rivals(facts, name, asked.scales);
    const wrong = [
      ...differencesOf(found.spec, asked),
      ...others.map((other) => ({
        expected: 'no other autoscaler of it',
        actual: `${other} scales it too`,
      })),
    ];
    if (wrong.length === 0) return passed();
    return failed({
      expected: `${ref}: ${wrong.map((one) => one.expected).join(', ')}`,
      actual: wrong.map((one) => one.actual).join(', '),
    });
  };
}

function differencesOf(
  { scaleTargetRef, minReplicas = 1, maxReplicas, metrics = [] }: Autoscaler['spec'],
  { scales, least, most, utilization }: AutoscalerAsked,
): { expected: string; actual: string }[] {
  const { kind, name } = parseRef(scales);
  const target = `${scaleTargetRef.kind} ${scaleTargetRef.name}`;
  const [metric, ...more] = metrics.map(inWords);
  const wanted = `cpu ${utilization} %`;
  return [
    ...(target === `${kind} ${name}` && isOfApps(scaleTargetRef.apiVersion)
      ? []
      : [{ expected: `scales ${kind} ${name}`, actual: `scales ${target}` }]),
    ...(minReplicas === least && maxReplicas === most
      ? []
      : [
          { expected: `${least} to ${most} pods`, actual: `${minReplicas} to ${maxReplicas} pods` },
        ]),
    ...(metric === wanted && more.length === 0
      ? []
      : [{ expected: wanted, actual: [metric ?? 'no metric', ...more].join(' and ') }]),
  ];
}

/** Without a group the controller finds no Deployment, and says so in the status. */
function isOfApps(apiVersion: string | undefined): boolean {
  return apiVersion?.startsWith('apps/') ?? false;
}

function inWords(metric: NonNullable<Autoscaler['spec']['metrics']>[number]): string {
  const { resource, containerResource } = metric;
  const { target, name } = resource ?? containerResource ?? {};
  if (!target || name === undefined) return `a metric of type ${metric.type}`;
  const of = containerResource ? ` of the container ${containerResource.container}` : '';
  if (target.averageUtilization !== undefined) return `${name}${of} ${target.averageUtilization} %`;
  return `${name}${of} ${target.averageValue ?? target.value} a pod`;
}

async function rivals(
  facts: Pick<Facts, 'list'>,
  name: string,
  workload: string,
): Promise<string[]> {
  const { namespace = '', kind, name: target } = parseRef(workload);
  const all = await facts.list<Autoscaler>('HorizontalPodAutoscaler', { namespace });
  return all
    .filter(({ metadata }) => metadata.name !== name)
    .filter(({ spec: { scaleTargetRef: other } }) => other.kind === kind && other.name === target)
    .map(({ metadata }) => metadata.name);
}

/** What the controller looks back where nothing is said, in seconds. */
const DEFAULT_WINDOW = 300;

/** Before it takes pods away, the autoscaler looks back so many seconds; and it may take some. */
export function looksBack(ref: string, seconds: number): Look {
  return async (facts) => {
    const found = await readAutoscaler(facts, ref);
    const expected = `${ref} looks back ${seconds} s before it takes pods away`;
    if (!found) return failed({ expected, actual: 'there is no such autoscaler' });
    const { stabilizationWindowSeconds: window = DEFAULT_WINDOW, selectPolicy } =
      found.spec.behavior?.scaleDown ?? {};
    if (selectPolicy === 'Disabled') return failed({ expected, actual: 'it takes none away' });
    return window === seconds
      ? passed()
      : failed({ expected, actual: `it looks back ${window} s` });
  };
}
