import type { V1StatefulSetSpec } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import { every } from '../every.ts';
import { type ClaimTraits, claimAsks } from './claim.ts';
import { podMounts } from './mounts.ts';
import {
  ABSENT,
  classOf,
  classTrait,
  compareTraits,
  goneTrait,
  modesTrait,
  quantityTrait,
} from './traits.ts';

interface StatefulSet extends KubeObject {
  spec: V1StatefulSetSpec;
}

/** A StatefulSet whose pods have a claim each; their ordinals begin at 0. */
export interface ClaimsAsked {
  set: string;
  namespace: string;
  replicas: number;
  /** The name of the claim template: pod 0 of the set `db` has the claim `<template>-db-0`. */
  template: string;
  /** The path in a container. */
  at: string;
  /** What each claim asks for, and the template. Its class is the cluster's default one. */
  asks: Required<ClaimTraits>;
}

/**
 * Each pod of a StatefulSet runs and has the claim of its own ordinal mounted for writing, each claim
 * asks for this, and so do those of pods to come.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
 */
export function claimPerPod(asked: ClaimsAsked): Look {
  const { set, namespace, replicas, template, at, asks } = asked;
  const pods = Array.from({ length: replicas }, (_, ordinal) => `${set}-${ordinal}`);
  const looks = pods.flatMap((name) => {
    const claim = `${template}-${name}`;
    return [
      podMounts({ name, namespace }, { claim, at, readOnly: false }),
      claimAsks({ name: claim, namespace }, asks),
    ];
  });
  return every(templateAsks(asked), ...looks);
}

function templateAsks({ set, namespace, template, asks }: ClaimsAsked): Look {
  return async (facts) => {
    const ref = `StatefulSet/${set} in ${namespace}`;
    const object = await facts.get<StatefulSet>(ref);
    const gone = goneTrait(object);
    if (!object || gone) return compareTraits(ref, [gone ?? ABSENT]);
    const found = object.spec.volumeClaimTemplates?.find(
      ({ metadata }) => metadata?.name === template,
    );
    const title = `claim template ${template}`;
    if (!found) return compareTraits(title, [ABSENT]);
    const { metadata, spec = {} } = found;
    const { annotations = {} } = metadata ?? {};
    return compareTraits(title, [
      quantityTrait('request', asks.request, spec.resources?.requests?.storage),
      modesTrait(asks.modes, spec.accessModes),
      // Unlike a claim's, a template's class is filled in by nobody.
      classTrait(asks.class, classOf({ metadata: { annotations }, spec }) ?? asks.class),
    ]);
  };
}
