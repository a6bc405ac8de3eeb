import type {
  V1NodeSelectorRequirement,
  V1NodeSelectorTerm,
  V1PodSpec,
  V1Taint,
} from '@kubernetes/client-node';

/** A node, a real one or one that is only thought of. */
export interface NodeTraits {
  name: string;
  labels: Readonly<Record<string, string>>;
}

type Selecting = Pick<V1PodSpec, 'affinity' | 'nodeSelector'>;

/**
 * Whether a pod's nodeSelector and required node affinity let it on a node: both must, of the
 * affinity's terms one, of a term all requirements.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export function selects({ affinity, nodeSelector = {} }: Selecting, node: NodeTraits): boolean {
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = affinity?.nodeAffinity ?? {};
  const labelled = Object.entries(nodeSelector).every(([key, value]) => node.labels[key] === value);
  return labelled && (required?.nodeSelectorTerms.some((term) => matches(term, node)) ?? true);
}

/** The sum of the weights of the preferred terms that a node fits. */
export function preference({ affinity }: Selecting, node: NodeTraits): number {
  const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred
    .filter((term) => matches(term.preference, node))
    .reduce((sum, { weight }) => sum + weight, 0);
}

/** A term that asks for nothing fits no node. */
function matches(
  { matchExpressions = [], matchFields = [] }: V1NodeSelectorTerm,
  { name, labels }: NodeTraits,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((one) => meets(one, labels[one.key])) &&
    matchFields.every((one) => meets(one, one.key === 'metadata.name' ? name : undefined))
  );
}

function meets(
  { operator, values = [] }: V1NodeSelectorRequirement,
  value: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return compared(value, values) > 0;
    case 'Lt':
      return compared(value, values) < 0;
    default:
      return false;
  }
}

/** NaN, which is neither more nor less, unless both are whole numbers. */
function compared(value: string | undefined, [bound = '']: readonly string[]): number {
  const numbers = [value ?? '', bound].map((text) =>
    /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN,
  );
  return Math.sign((numbers[0] ?? Number.NaN) - (numbers[1] ?? Number.NaN));
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
