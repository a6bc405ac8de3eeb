import type { Labels, Requirement, Selector } from './model.ts';

/** An empty selector matches everything: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function matches(selector: Selector, labels: Labels): boolean {
  return requirementsOf(selector).every((requirement) => meets(requirement, labels));
}

function meets({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new Error(`A selector has the operator '${operator}', which we don't know.`);
  }
}

function requirementsOf({ matchLabels, matchExpressions }: Selector): Requirement[] {
  const exact = Object.entries(matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return [...exact, ...(matchExpressions ?? [])];
}

/** A value that nobody chose. */
export const INVENTED_VALUE = 'cka-lab-other';

/** Labels that make a difference to a selector, one at a time: each value named, and one that is not. */
export function telling(selector: Selector): Labels[] {
  return requirementsOf(selector).flatMap(({ key, values = [] }) =>
    [...values, INVENTED_VALUE].map((value) => ({ [key]: value })),
  );
}

/** The fewest labels that a selector matches; undefined where these don't exist. */
export function witness(selector: Selector): Labels | undefined {
  const labels: Labels = {};
  for (const { key, operator, values } of requirementsOf(selector)) {
    if (operator === 'In') labels[key] ??= values?.[0] ?? '';
    if (operator === 'Exists') labels[key] ??= INVENTED_VALUE;
  }
  return matches(selector, labels) ? labels : undefined;
}
