import type { V1PodSpec, V1PodStatus } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import { failed, passed } from '../verdict.ts';
import { overlap, plainPath } from './folder.ts';
import { readSteady } from './steady.ts';

export interface Pod extends KubeObject {
  spec: V1PodSpec;
  status?: V1PodStatus;
}

/** A pod, by name and namespace. */
export interface PodRef {
  name: string;
  namespace: string;
}

export interface MountAsked {
  /** The name of a claim in the pod's namespace. */
  claim: string;
  /** The path in a container. */
  at: string;
  /** Whether the pod may only read, by the mount's readOnly or by the volume's. */
  readOnly: boolean;
  /** The claim's folder on the node: no way there but through the claim. */
  folder?: string;
}

interface ClaimMount {
  path: string;
  readOnly: boolean;
}

/** The pod runs, is ready, and mounts the claim in this way. */
export function podMounts(ref: PodRef, asked: MountAsked): Look {
  return async (facts) => {
    const pod = await readSteady(facts, () =>
      facts.get<Pod>(`Pod/${ref.name} in ${ref.namespace}`),
    );
    const wrong = pod ? [runsWrong(pod), mountsWrong(pod.spec, asked)] : ['there is no such pod'];
    const found = wrong.filter((text) => text !== undefined);
    if (found.length === 0) return passed();
    const how = asked.readOnly ? 'read-only' : 'for writing';
    return failed({
      expected: `the pod ${ref.name} is ready and mounts the claim ${asked.claim} at ${asked.at}, ${how}`,
      actual: found.join('; '),
    });
  };
}

function runsWrong({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp) return 'the pod is being deleted';
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  if (status?.phase === 'Running') return ready ? undefined : 'the pod is not ready';
  return `the pod is ${status?.phase ?? 'Pending'}`;
}

function mountsWrong(spec: V1PodSpec, asked: MountAsked): string | undefined {
  const { folder } = asked;
  const direct = spec.volumes?.find(
    ({ hostPath }) => hostPath && folder !== undefined && overlap(hostPath.path, folder),
  );
  if (direct) return `the pod has ${direct.hostPath?.path} of the node without the claim`;
  const mounts = mountsOf(spec, asked.claim);
  const here = mounts.filter(({ path }) => plainPath(path) === plainPath(asked.at));
  if (mounts.length === 0) return `no container mounts the claim ${asked.claim}`;
  if (here.length === 0) {
    return `the claim is mounted at ${mounts.map(({ path }) => path).join(', ')}`;
  }
  if (asked.readOnly) {
    // Whoever may write in one place may write.
    return mounts.every(({ readOnly }) => readOnly) ? undefined : 'the pod may write to the claim';
  }
  return here.some(({ readOnly }) => !readOnly) ? undefined : 'the pod may only read the claim';
}

/** Where containers of all sorts mount a claim. */
function mountsOf({ volumes = [], ...spec }: V1PodSpec, claim: string): ClaimMount[] {
  const readOnlyByVolume = new Map(
    volumes
      .filter(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim)
      .map(({ name, persistentVolumeClaim }) => [name, persistentVolumeClaim?.readOnly ?? false]),
  );
  return containersOf(spec).flatMap(({ volumeMounts = [] }) =>
    volumeMounts.flatMap(({ name, mountPath, readOnly = false }) => {
      const byVolume = readOnlyByVolume.get(name);
      return byVolume === undefined ? [] : [{ path: mountPath, readOnly: readOnly || byVolume }];
    }),
  );
}

function containersOf(spec: V1PodSpec) {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec;
  return [...containers, ...initContainers, ...ephemeralContainers];
}
