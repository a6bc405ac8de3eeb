import type { KubeObject } from '../../kube/objects.ts';
import { failed, type Outcome, passed } from '../verdict.ts';
import { sameQuantity } from './quantity.ts';

/** One thing that was asked of an object, and what it is, each in a few words. */
export interface Trait {
  expected: string;
  actual: string;
  same: boolean;
}

/** Passes when all are the same; names those that are not. */
export function compareTraits(title: string, traits: readonly Trait[]): Outcome {
  if (traits.length === 0)
    throw new Error(`Nothing is asked of ${title}: it would pass for nothing.`);
  const wrong = traits.filter(({ same }) => !same);
  if (wrong.length === 0) return passed();
  return failed({
    expected: `${title}: ${wrong.map(({ expected }) => expected).join(', ')}`,
    actual: wrong.map(({ actual }) => actual).join(', '),
  });
}

export const ABSENT: Trait = { expected: 'exists', actual: 'there is none', same: false };

/** What is not there, or not for long. */
export function goneTrait(object: KubeObject | undefined): Trait | undefined {
  if (!object) return ABSENT;
  if (!object.metadata.deletionTimestamp) return undefined;
  return { expected: 'exists', actual: 'it is being deleted', same: false };
}

export function quantityTrait(name: string, expected: string, actual: string | undefined): Trait {
  return {
    expected: `${name} ${expected}`,
    actual: actual === undefined ? `no ${name}` : `${name} ${actual}`,
    same: actual !== undefined && sameQuantity(expected, actual),
  };
}

/** Access modes in any order: they are a set. */
export function modesTrait(expected: readonly string[], actual: readonly string[] = []): Trait {
  const inWords = (modes: readonly string[]) =>
    modes.length === 0 ? 'no access modes' : `access modes ${modes.toSorted().join(' and ')}`;
  const [wanted, found] = [new Set(expected), new Set(actual)];
  return {
    expected: inWords(expected),
    actual: inWords(actual),
    same: wanted.size === found.size && [...wanted].every((mode) => found.has(mode)),
  };
}

interface Classed {
  metadata: { annotations?: Record<string, string> };
  spec: { storageClassName?: string | undefined };
}

// The older way to say it, which wins over the field where both are there.
const BETA = 'volume.beta.kubernetes.io/storage-class';

/** The class of a volume or claim. '' is none; undefined, in a claim, is the default class. */
export function classOf({ metadata, spec }: Classed): string | undefined {
  return metadata.annotations?.[BETA] ?? spec.storageClassName;
}

export function classTrait(expected: string, actual: string | undefined): Trait {
  const inWords = (name: string) => (name === '' ? 'no class' : `class ${name}`);
  return {
    expected: inWords(expected),
    actual: actual === undefined ? 'the default class' : inWords(actual),
    same: expected === actual,
  };
}

export function labelTrait(
  [key, expected]: readonly [string, string],
  actual: string | undefined,
): Trait {
  return {
    expected: `label ${key}=${expected}`,
    actual: actual === undefined ? `no label ${key}` : `label ${key}=${actual}`,
    same: actual === expected,
  };
}
