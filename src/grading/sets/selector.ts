import { type Box, both, boxOf, EVERYTHING } from './box.ts';
import { hasValue, noneOf, oneOf, type Values } from './values.ts';

export type Labels = Readonly<Record<string, string>>;

/** What labels must be: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export interface Selector {
  matchLabels?: Labels;
  matchExpressions?: readonly Requirement[];
}

export interface Requirement {
  key: string;
  /** 'In', 'NotIn', 'Exists' or 'DoesNotExist'. */
  operator: string;
  values?: readonly string[];
}

/** An empty selector matches everything. */
export function matches(selector: Selector, labels: Labels): boolean {
  return requirementsOf(selector).every((requirement) => meets(requirement, labels));
}

function meets({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const trait = VALUES[operator]?.(values);
  if (!trait) throw unknown(operator);
  return hasValue(trait, Object.hasOwn(labels, key) ? labels[key] : undefined);
}

function unknown(operator: string): Error {
  return new Error(`A selector has the operator '${operator}', which we don't know.`);
}

function requirementsOf({ matchLabels, matchExpressions }: Selector): Requirement[] {
  const exact = Object.entries(matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return [...exact, ...(matchExpressions ?? [])];
}

/** Things by labels: of those of one kind, named before each key, all that a selector matches. */
export function selectedBy(selector: Selector, kind: string): Box | undefined {
  let found: Box | undefined = EVERYTHING;
  for (const { key, operator, values = [] } of requirementsOf(selector)) {
    const trait = VALUES[operator]?.(values);
    if (!trait) throw unknown(operator);
    found = found && both(found, boxOf({ [labelTrait(kind, key)]: trait }));
  }
  return found;
}

/** The trait of a box that holds the values of a label. */
export function labelTrait(kind: string, key: string): string {
  return `${kind} ${key}`;
}

const VALUES: Readonly<Record<string, (values: readonly string[]) => Values>> = {
  In: (values) => oneOf(...values),
  NotIn: (values) => noneOf(...values),
  Exists: () => noneOf(undefined),
  DoesNotExist: () => oneOf(undefined),
};

/** Keys that a selector speaks of. */
export function keysOf(selector: Selector): string[] {
  return requirementsOf(selector).map(({ key }) => key);
}
