import type { V1StorageClass } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import { failed, passed } from '../verdict.ts';
import { ABSENT, compareTraits, goneTrait, type Trait } from './traits.ts';

type StorageClass = KubeObject & Omit<V1StorageClass, 'kind' | 'metadata'>;

/** What is asked of a class; what is left out is free. */
export interface ClassTraits {
  provisioner?: string;
  binding?: 'Immediate' | 'WaitForFirstConsumer';
  reclaim?: 'Retain' | 'Delete';
  /** Whether claims may be expanded. */
  expandable?: boolean;
}

/** The StorageClass is there and has these traits, as the API server fills them. */
export function classIs(name: string, asked: ClassTraits): Look {
  return async (facts) => {
    const title = `StorageClass/${name}`;
    const found = await facts.get<StorageClass>(title);
    const gone = goneTrait(found);
    return compareTraits(title, found && !gone ? traitsOf(found, asked) : [gone ?? ABSENT]);
  };
}

function traitsOf(found: StorageClass, asked: ClassTraits): Trait[] {
  const { reclaimPolicy = 'Delete', volumeBindingMode = 'Immediate' } = found;
  const expandable = found.allowVolumeExpansion ?? false;
  return [
    ...trait('provisioner', asked.provisioner, found.provisioner),
    ...trait('binding mode', asked.binding, volumeBindingMode),
    ...trait('reclaim policy', asked.reclaim, reclaimPolicy),
    ...trait('expansion allowed:', asked.expandable, expandable),
  ];
}

function trait<T>(name: string, expected: T | undefined, actual: T): Trait[] {
  if (expected === undefined) return [];
  return [
    {
      expected: `${name} ${expected}`,
      actual: `${name} ${actual}`,
      same: expected === actual,
    },
  ];
}

// The second is older; the API server takes both.
const MARKS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/**
 * The class is the default, and no other is:
 * https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass
 */
export function onlyDefaultClass(name: string): Look {
  return async (facts) => {
    const classes = await facts.list<StorageClass>('StorageClass');
    const defaults = classes
      .filter(({ metadata }) => MARKS.some((mark) => metadata.annotations?.[mark] === 'true'))
      .map(({ metadata }) => metadata.name)
      .sort();
    if (defaults.length === 1 && defaults[0] === name) return passed();
    return failed({
      expected: `${name} is the default class, and no other`,
      actual:
        defaults.length === 0 ? 'no class is the default' : `marked: ${defaults.join(' and ')}`,
    });
  };
}
