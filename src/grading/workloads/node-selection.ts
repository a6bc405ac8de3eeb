import type {
  V1NodeSelectorRequirement,
  V1NodeSelectorTerm,
  V1PodSpec,
  V1Taint,
} from '@kubernetes/client-node';
import { type Box, both, boxOf, EVERYTHING } from '../sets/box.ts';
import { labelTrait, selectedBy } from '../sets/selector.ts';
import { noneOf, oneOf } from '../sets/values.ts';

type Selecting = Pick<V1PodSpec, 'affinity' | 'nodeSelector'>;

/** Traits of nodes: labels, and the name. */
export const NODE = 'node';
export const NAME = 'name';

/** How numbers are taken, which are compared by Gt and Lt: a label of some value, or none at all. */
export type Numbers = 'some' | 'none';

/** All nodes there could be. */
export const EVERY_NODE: Box = boxOf({ [NAME]: noneOf(undefined) });

/**
 * The nodes on which a pod's nodeSelector and required node affinity let it: both must, of the
 * affinity's terms one, of a term all requirements.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export function mayRunOn({ affinity, nodeSelector = {} }: Selecting, numbers: Numbers): Box[] {
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = affinity?.nodeAffinity ?? {};
  const labelled = selectedBy({ matchLabels: nodeSelector }, NODE);
  const here = labelled && both(EVERY_NODE, labelled);
  const terms = required
    ? required.nodeSelectorTerms.flatMap((term) => nodesOf(term, numbers) ?? [])
    : [EVERYTHING];
  return terms.flatMap((term) => (here && both(here, term)) ?? []);
}

/** Nodes, and what they are worth. */
export interface Liking {
  nodes: Box;
  weight: number;
}

/** The preferred terms: a node is worth the sum of the weights of those that it fits. */
export function likings({ affinity }: Selecting): Liking[] {
  const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.flatMap(({ preference, weight }) => {
    const nodes = nodesOf(preference, 'some');
    return nodes ? [{ nodes, weight }] : [];
  });
}

/** A term that asks for nothing fits no node. */
function nodesOf(
  { matchExpressions = [], matchFields = [] }: V1NodeSelectorTerm,
  numbers: Numbers,
): Box | undefined {
  if (matchExpressions.length + matchFields.length === 0) return undefined;
  const boxes = [
    ...matchExpressions.map((one) => labelled(one, numbers)),
    ...matchFields.map(({ key, operator, values = [] }) => {
      if (key !== 'metadata.name') return undefined;
      return boxOf({ [NAME]: operator === 'In' ? oneOf(...values) : noneOf(...values) });
    }),
  ];
  return boxes.reduce<Box | undefined>(
    (all, one) => (all && one ? both(all, one) : undefined),
    EVERYTHING,
  );
}

function labelled(requirement: V1NodeSelectorRequirement, numbers: Numbers): Box | undefined {
  const { key, operator } = requirement;
  if (operator !== 'Gt' && operator !== 'Lt') {
    return selectedBy({ matchExpressions: [requirement] }, NODE);
  }
  return numbers === 'some' ? boxOf({ [labelTrait(NODE, key)]: noneOf(undefined) }) : undefined;
}

/**
 * Whether a pod tolerates a taint.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function tolerates(
  { tolerations = [] }: Pick<V1PodSpec, 'tolerations'>,
  taint: Pick<V1Taint, 'key' | 'value' | 'effect'>,
): boolean {
  return tolerations.some(({ key = '', operator = 'Equal', value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint.effect) return false;
    if (key !== '' && key !== taint.key) return false;
    if (operator === 'Exists') return true;
    return operator === 'Equal' && key !== '' && value === (taint.value ?? '');
  });
}
