import { setTimeout as sleep } from 'node:timers/promises';
import { InfrastructureError } from '../errors.ts';
import { deletion, differencesOf, of } from '../kube/difference.ts';
import { type ExecInPod, ExecRefused, type ExecResult } from '../kube/exec.ts';
import type { KubeObject } from '../kube/objects.ts';
import { type ObjectRef, refText } from '../lab/ref.ts';
import { admissionSince } from './admission.ts';
import type { Facts } from './facts.ts';
import { differing, type Failed, failed } from './verdict.ts';

interface Container {
  name: string;
  image: string;
  command: readonly string[];
  args: readonly string[];
}

/** A seeded pod, or a workload with the pods that it makes, as they were at start. */
export interface RecordedPods {
  uid: string;
  containers: Container[];
}

interface PodSpec {
  containers: { name: string; image: string; command?: string[]; args?: string[] }[];
}
interface Pod extends KubeObject {
  spec: PodSpec;
  status?: { phase?: string; containerStatuses?: { name: string; ready: boolean }[] };
}
interface Workload extends KubeObject {
  spec: {
    selector?: { matchLabels?: Record<string, string> };
    template: { spec: PodSpec };
  };
}

export function recordPods(object: KubeObject): RecordedPods {
  return { uid: object.metadata.uid, containers: containersOf(podSpecOf(object)) };
}

function podSpecOf(object: KubeObject): PodSpec {
  return object.kind === 'Pod' ? (object as Pod).spec : (object as Workload).spec.template.spec;
}

function containersOf({ containers }: PodSpec): Container[] {
  return containers.map(({ name, image, command = [], args = [] }) => ({
    name,
    image,
    command,
    args,
  }));
}

export interface ExecOptions {
  /** The first container when not said. */
  container?: string;
  /** How long it may run; 5 when not said. */
  seconds?: number;
}

/** A kubelet that was restarted knows none of its pods, and refuses each, for some seconds. */
const KNOWN_WITHIN_MS = 8_000;
const INTERVAL_MS = 500;

/**
 * Runs a program in a pod that the lab seeded. A pod that the learner deleted, changed or locked by
 * admission is a failure; a program that can't be run in one that is as it was, is an error and thrown.
 */
export async function execInSeeded(
  facts: Facts,
  exec: ExecInPod,
  ref: ObjectRef,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult | Failed> {
  const end = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      return await execOnce(facts, exec, ref, command, options);
    } catch (error) {
      if (!(error instanceof ExecRefused) || performance.now() >= end) throw error;
    }
    await sleep(INTERVAL_MS, undefined, { signal: facts.signal });
  }
}

async function execOnce(
  facts: Facts,
  exec: ExecInPod,
  ref: ObjectRef,
  command: readonly string[],
  { container, seconds = 5 }: ExecOptions,
): Promise<ExecResult | Failed> {
  const title = refText(ref);
  const recorded = facts.recorded.pods[title];
  if (!recorded)
    throw new Error(`${title} was not recorded: it is not under 'probes:' in lab.yaml.`);
  const object = await facts.get(ref);
  const changes = deletion(title, object);
  const was = { metadata: { uid: recorded.uid }, spec: { containers: recorded.containers } };
  if (object && changes.length === 0) {
    const spec = { containers: containersOf(podSpecOf(object)) };
    const is = { metadata: { uid: object.metadata.uid }, spec };
    changes.push(...of(title, differencesOf(was, is)));
  }
  if (!object || changes.length > 0)
    return differing(`${title} is as it was at the start`, changes);
  const pod = object.kind === 'Pod' ? (object as Pod) : await runningPod(facts, object as Workload);
  if (!pod || !isRunning(pod)) throw new InfrastructureError(`${title} has no running pod.`);
  const { name, namespace = '' } = pod.metadata;
  const target = {
    namespace,
    pod: name,
    container: container ?? recorded.containers[0]?.name ?? '',
  };
  try {
    return await exec(target, command, { seconds, signal: facts.signal });
  } catch (error) {
    const actual = await admissionSince(facts, object, error);
    if (actual === undefined) throw error;
    return failed({ expected: `programs can be run in ${title}`, actual });
  }
}

async function runningPod(facts: Facts, { metadata, spec }: Workload): Promise<Pod | undefined> {
  const labels = spec.selector?.matchLabels ?? {};
  const pods = await facts.list<Pod>('Pod', { namespace: metadata.namespace ?? '', labels });
  const expected = containersOf(spec.template.spec);
  return pods.find(
    (pod) => isRunning(pod) && differencesOf(expected, containersOf(pod.spec)).length === 0,
  );
}

function isRunning({ metadata, status }: Pod): boolean {
  return !metadata.deletionTimestamp && status?.phase === 'Running';
}
