import type {
  V1PersistentVolumeClaimSpec,
  V1PersistentVolumeClaimStatus,
} from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import { type Failed, failed, passed } from '../verdict.ts';
import {
  ABSENT,
  classOf,
  classTrait,
  compareTraits,
  goneTrait,
  modesTrait,
  quantityTrait,
} from './traits.ts';
import type { Volume } from './volume.ts';

export interface Claim extends KubeObject {
  spec: V1PersistentVolumeClaimSpec;
  status?: V1PersistentVolumeClaimStatus;
}

/** A claim, by name and namespace. */
export interface ClaimRef {
  name: string;
  namespace: string;
}

/** What is asked of a claim; what is left out is free. */
export interface ClaimTraits {
  /** The same amount, however it is written. */
  request?: string;
  /** Exactly these, in any order. */
  modes?: readonly string[];
  /** '' for none. */
  class?: string;
}

function titleOf({ name, namespace }: ClaimRef): string {
  return `PersistentVolumeClaim/${name} in ${namespace}`;
}

/** The claim is there and asks for this. What it got is another question: boundTogether. */
export function claimAsks(ref: ClaimRef, asked: ClaimTraits): Look {
  return async (facts) => {
    const title = titleOf(ref);
    const claim = await facts.get<Claim>(title);
    const gone = goneTrait(claim);
    if (!claim || gone) return compareTraits(title, [gone ?? ABSENT]);
    const { spec } = claim;
    return compareTraits(title, [
      ...(asked.request === undefined
        ? []
        : [quantityTrait('request', asked.request, spec.resources?.requests?.storage)]),
      ...(asked.modes === undefined ? [] : [modesTrait(asked.modes, spec.accessModes)]),
      ...(asked.class === undefined ? [] : [classTrait(asked.class, classOf(claim))]),
    ]);
  };
}

/** The claim is bound to the volume, and the volume to this very claim. */
export function boundTogether(ref: ClaimRef, volumeName: string): Look {
  return async (facts) => {
    const title = `PersistentVolume/${volumeName}`;
    const [claim, volume] = await Promise.all([
      facts.get<Claim>(titleOf(ref)),
      facts.get<Volume>(title),
    ]);
    const failure = (actual: string): Failed =>
      failed({ expected: `the claim ${ref.name} and the volume ${volumeName} are bound`, actual });
    if (!claim) return failure(`there is no claim ${ref.name} in ${ref.namespace}`);
    const { volumeName: taken } = claim.spec;
    const phase = claim.status?.phase ?? 'Pending';
    if (claim.metadata.deletionTimestamp) return failure('the claim is being deleted');
    if (phase === 'Bound' && taken !== volumeName) return failure(`the claim is bound to ${taken}`);
    if (!volume) return failure(`the claim is ${phase}, and there is no volume ${volumeName}`);
    const states = `the claim is ${phase}, the volume is ${stateOf(volume)}`;
    const mutual = taken === volumeName && volume.spec.claimRef?.uid === claim.metadata.uid;
    const bound = phase === 'Bound' && volume.status?.phase === 'Bound';
    return mutual && bound && !volume.metadata.deletionTimestamp ? passed() : failure(states);
  };
}

function stateOf({ metadata, spec, status }: Volume): string {
  if (metadata.deletionTimestamp) return 'being deleted';
  const { claimRef } = spec;
  return [status?.phase, claimRef && `claimed by ${claimRef.namespace}/${claimRef.name}`]
    .filter(Boolean)
    .join(', ');
}
