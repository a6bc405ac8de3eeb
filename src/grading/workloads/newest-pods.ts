import type {
  V1DaemonSetStatus,
  V1DeploymentSpec,
  V1DeploymentStatus,
  V1PodSpec,
  V1PodStatus,
  V1ReplicaSetSpec,
  V1ReplicaSetStatus,
  V1StatefulSetStatus,
} from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import type { Facts } from '../facts.ts';

/** A pod as it is read from the API. */
export interface Pod extends KubeObject {
  spec: V1PodSpec;
  status?: V1PodStatus;
}

/** A Deployment, StatefulSet, DaemonSet or ReplicaSet: what they have in common, and each by itself. */
export interface Workload extends KubeObject {
  metadata: KubeObject['metadata'] & { generation?: number };
  spec: Pick<V1DeploymentSpec, 'replicas' | 'paused' | 'template'>;
  status?: Partial<V1DeploymentStatus & V1DaemonSetStatus & V1StatefulSetStatus>;
}

export interface ReplicaSet extends KubeObject {
  spec: V1ReplicaSetSpec;
  status?: V1ReplicaSetStatus;
}

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'controller-revision-hash';

/** The number that the controller gave a ReplicaSet's template; 0 where it has not yet. */
export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

/** The ReplicaSets of a Deployment, the newest revision first. */
export async function replicaSetsOf(
  facts: Pick<Facts, 'list'>,
  deployment: KubeObject,
): Promise<ReplicaSet[]> {
  const { namespace = '' } = deployment.metadata;
  const sets = await facts.list<ReplicaSet>('ReplicaSet', { namespace });
  return sets
    .filter((set) => isOwnedBy(set, deployment))
    .toSorted((one, other) => revisionOf(other) - revisionOf(one));
}

/**
 * The pods of a workload's newest revision, without those that are going. A ReplicaSet has no
 * revisions: those that its template would still make.
 */
export async function newestPods(facts: Pick<Facts, 'list'>, workload: Workload): Promise<Pod[]> {
  const { namespace = '' } = workload.metadata;
  const pods = await facts.list<Pod>('Pod', { namespace });
  const here = pods.filter(({ metadata }) => !metadata.deletionTimestamp);
  if (workload.kind === 'Deployment') {
    const [newest] = await replicaSetsOf(facts, workload);
    return newest ? here.filter((pod) => isOwnedBy(pod, newest)) : [];
  }
  const own = here.filter((pod) => isOwnedBy(pod, workload));
  if (workload.kind === 'ReplicaSet') {
    return own.filter(({ spec }) => includes(spec, workload.spec.template.spec));
  }
  const hash =
    workload.kind === 'StatefulSet'
      ? workload.status?.updateRevision
      : await newestHash(facts, workload);
  return own.filter(({ metadata }) => metadata.labels?.[HASH] === hash);
}

async function newestHash(
  facts: Pick<Facts, 'list'>,
  workload: KubeObject,
): Promise<string | undefined> {
  const { namespace = '' } = workload.metadata;
  const revisions = await facts.list<KubeObject & { revision: number }>('ControllerRevision', {
    namespace,
  });
  const [newest] = revisions
    .filter((revision) => isOwnedBy(revision, workload))
    .toSorted((one, other) => other.revision - one.revision);
  return newest?.metadata.labels?.[HASH];
}

function isOwnedBy({ metadata }: KubeObject, owner: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ controller, uid }) => controller && uid === owner.metadata.uid,
  );
}

/** Whether a value has all of another; admission adds fields, and to the ends of lists. */
function includes(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part;
  const of = (typeof whole === 'object' && whole !== null ? whole : {}) as Record<string, unknown>;
  return Object.entries(part).every(([key, value]) => includes(of[key], value));
}
