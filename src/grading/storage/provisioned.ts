import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { type Failed, failed, isFailed } from '../verdict.ts';
import type { Claim, ClaimRef } from './claim.ts';
import { fileHasLine } from './contents.ts';
import { type MountAsked, type Pod, type PodRef, podMounts } from './mounts.ts';
import { compareTraits } from './traits.ts';
import type { Volume } from './volume.ts';

/** A provisioner makes a volume by a pod of its own, and then the claim's pod starts. */
const PATIENCE_S = 60;
const INTERVAL_MS = 500;

const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

export interface VolumeAsked {
  class: string;
  reclaim: 'Retain' | 'Delete';
  provisioner: string;
}

/**
 * The claim is bound to a volume that was made for it. Waits for a pod of it that is about to
 * start; a check needs `.within(70)`.
 */
export function claimProvisioned(ref: ClaimRef, asked: VolumeAsked): Look {
  return async (facts) => {
    const volume = await volumeFor(facts, ref);
    if (isFailed(volume)) return volume;
    const { spec, metadata } = volume;
    const provisioner = metadata.annotations?.[PROVISIONED_BY] ?? 'nobody';
    const reclaim = spec.persistentVolumeReclaimPolicy ?? 'Retain';
    return compareTraits(`The volume of ${ref.name}`, [
      same('class', asked.class, spec.storageClassName ?? 'none'),
      same('reclaim policy', asked.reclaim, reclaim),
      same('made by', asked.provisioner, provisioner),
    ]);
  };
}

function same(name: string, expected: string, actual: string) {
  return {
    expected: `${name} ${expected}`,
    actual: `${name} ${actual}`,
    same: expected === actual,
  };
}

/**
 * The volume that the claim is bound to is a folder of a node, and a file there has this line. A
 * check needs `.within(80)`.
 */
export function claimHasLine(ref: ClaimRef, node: string, file: string, line: string): Look {
  return async (facts) => {
    const volume = await volumeFor(facts, ref);
    if (isFailed(volume)) return volume;
    const folder = volume.spec.hostPath?.path ?? volume.spec.local?.path;
    if (folder !== undefined) return fileHasLine(node, `${folder}/${file}`, line)(facts);
    return failed({
      expected: `the claim ${ref.name} is bound to a folder of a node`,
      actual: `${volume.metadata.name} is none`,
    });
  };
}

async function volumeFor(facts: Facts, ref: ClaimRef): Promise<Volume | Failed> {
  await untilStarted(facts, ref);
  const claim = await facts.get<Claim>(`PersistentVolumeClaim/${ref.name} in ${ref.namespace}`);
  const expected = `the claim ${ref.name} in ${ref.namespace} is bound`;
  if (!claim || claim.metadata.deletionTimestamp) {
    return failed({ expected, actual: claim ? 'it is being deleted' : 'there is none' });
  }
  const { volumeName } = claim.spec;
  const volume = volumeName && (await facts.get<Volume>(`PersistentVolume/${volumeName}`));
  if (volume && volume.spec.claimRef?.uid === claim.metadata.uid) return volume;
  return failed({ expected, actual: `it is ${claim.status?.phase ?? 'Pending'}` });
}

/** The claim's pod as podMounts looks at it, once it has started. A check needs `.within(70)`. */
export function startedPodMounts(ref: PodRef, asked: MountAsked): Look {
  return async (facts) => {
    await untilStarted(facts, { name: asked.claim, namespace: ref.namespace });
    return podMounts(ref, asked)(facts);
  };
}

/** A scheduler that finds no node for a pod looks again when something changes: soon, or not at all. */
const UNSCHEDULABLE_S = 3;
/** The scheduler has found one, and tells the provisioner. */
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const HOPELESS = /^(ImagePullBackOff|ErrImageNeverPull|InvalidImageName|CrashLoopBackOff)$/;

/** Waits while a pod that mounts the claim is about to start. */
async function untilStarted(facts: Facts, { name, namespace }: ClaimRef): Promise<void> {
  const start = performance.now();
  const isLate = () => performance.now() - start >= UNSCHEDULABLE_S * 1000;
  // Without a lag, who asks comes back by himself.
  const seconds = facts.lag === 0 ? 0 : PATIENCE_S;
  await lookAgain(
    { signal: facts.signal, seconds, every: INTERVAL_MS },
    async () => {
      const [pods, claim] = await Promise.all([
        facts.list<Pod>('Pod', { namespace }),
        facts.get<Claim>(`PersistentVolumeClaim/${name} in ${namespace}`),
      ]);
      const placed = claim?.metadata.annotations?.[SELECTED_NODE] !== undefined;
      return pods
        .filter(({ spec }) => mountsClaim(spec, name))
        .some((pod) => isStarting(pod) && (placed || !isUnschedulable(pod) || !isLate()));
    },
    (starting) => !starting,
  );
}

function mountsClaim({ volumes = [] }: Pod['spec'], claim: string): boolean {
  return volumes.some(({ persistentVolumeClaim: source }) => source?.claimName === claim);
}

function isStarting({ metadata, status = {} }: Pod): boolean {
  const { phase = 'Pending', containerStatuses = [] } = status;
  const isHopeless = containerStatuses.some(({ state }) =>
    HOPELESS.test(state?.waiting?.reason ?? ''),
  );
  return phase === 'Pending' && !metadata.deletionTimestamp && !isHopeless;
}

function isUnschedulable({ status }: Pod): boolean {
  return status?.conditions?.some(({ reason }) => reason === 'Unschedulable') ?? false;
}
