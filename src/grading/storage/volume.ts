import type { V1PersistentVolumeSpec, V1PersistentVolumeStatus } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import { failed, passed } from '../verdict.ts';
import { plainPath } from './folder.ts';
import {
  ABSENT,
  classOf,
  classTrait,
  compareTraits,
  goneTrait,
  labelTrait,
  modesTrait,
  quantityTrait,
  type Trait,
} from './traits.ts';

export interface Volume extends KubeObject {
  spec: V1PersistentVolumeSpec;
  status?: V1PersistentVolumeStatus;
}

/** What is asked of a volume; what is left out is free. */
export interface VolumeTraits {
  /** The same amount, however it is written. */
  capacity?: string;
  /** Exactly these, in any order. */
  modes?: readonly string[];
  /** '' for none. */
  class?: string;
  /** Labels that it has among others. */
  labels?: Readonly<Record<string, string>>;
  reclaim?: 'Retain' | 'Delete' | 'Recycle';
  /** A folder of a node, by hostPath or local. */
  folder?: string;
}

/** The PersistentVolume is there and has these traits. */
export function volumeIs(name: string, traits: VolumeTraits): Look {
  return async (facts) => {
    const title = `PersistentVolume/${name}`;
    const volume = await facts.get<Volume>(title);
    const gone = goneTrait(volume);
    if (!volume || gone) return compareTraits(title, [gone ?? ABSENT]);
    return compareTraits(title, traitsOf(volume, traits));
  };
}

function traitsOf(volume: Volume, asked: VolumeTraits): Trait[] {
  const { spec, metadata } = volume;
  const reclaim = spec.persistentVolumeReclaimPolicy ?? 'Retain';
  return [
    ...(asked.capacity === undefined
      ? []
      : [quantityTrait('capacity', asked.capacity, spec.capacity?.storage)]),
    ...(asked.modes === undefined ? [] : [modesTrait(asked.modes, spec.accessModes)]),
    ...(asked.class === undefined ? [] : [classTrait(asked.class, classOf(volume) ?? '')]),
    ...Object.entries(asked.labels ?? {}).map((label) =>
      labelTrait(label, metadata.labels?.[label[0]]),
    ),
    ...(asked.reclaim === undefined
      ? []
      : [
          {
            expected: `reclaim policy ${asked.reclaim}`,
            actual: `reclaim policy ${reclaim}`,
            same: reclaim === asked.reclaim,
          },
        ]),
    ...(asked.folder === undefined ? [] : [folderTrait(asked.folder, spec)]),
  ];
}

function folderTrait(expected: string, spec: V1PersistentVolumeSpec): Trait {
  const actual = spec.hostPath?.path ?? spec.local?.path;
  return {
    expected: `the folder ${expected} of a node`,
    actual: actual === undefined ? 'no folder of a node' : `the folder ${actual}`,
    same: actual !== undefined && plainPath(actual) === plainPath(expected),
  };
}

/** No claim has taken these volumes, none is promised one, and none has left them behind. */
export function volumesFree(...names: [string, ...string[]]): Look {
  return async (facts) => {
    const volumes = await Promise.all(
      names.map((name) => facts.get<Volume>(`PersistentVolume/${name}`)),
    );
    const taken = names.flatMap((name, index) => {
      const state = takenBy(volumes[index]);
      return state === undefined ? [] : [`${name} ${state}`];
    });
    if (taken.length === 0) return passed();
    return failed({
      expected: `free for other claims: ${names.join(', ')}`,
      actual: taken.join('; '),
    });
  };
}

function takenBy(volume: Volume | undefined): string | undefined {
  if (!volume) return 'was deleted';
  const { claimRef } = volume.spec;
  const phase = volume.status?.phase;
  if (claimRef) return `is ${phase}, claimed by ${claimRef.namespace}/${claimRef.name}`;
  return phase === 'Available' ? undefined : `is ${phase}`;
}
