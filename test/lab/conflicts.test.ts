import { expect, test } from 'vitest';
import { conflicts } from '../../src/lab/bank.ts';

type Claims = Parameters<typeof conflicts>[0];

const lab = (id: string, changes: Partial<Claims['lab'] & Claims['owns']> = {}): Claims => ({
  id,
  lab: { scope: 'api', changes: [], ...changes },
  owns: { namespaces: [id], objects: [], paths: [], ...changes },
});
const volume = { kind: 'PersistentVolume', name: 'data' };

test.each<
  [
    Partial<Claims['lab'] & Claims['owns']>,
    Partial<Claims['lab'] & Claims['owns']>,
    string | undefined,
  ]
>([
  [{}, {}, undefined],
  [{ scope: 'node' }, {}, 'a needs a cluster to itself'],
  [{}, { scope: 'own' }, 'b needs a cluster to itself'],
  [
    { changes: ['node-labels', 'default-storage-class'] },
    { changes: ['default-storage-class'] },
    'a and b both change default-storage-class',
  ],
  [{ changes: ['node-labels'] }, { changes: ['coredns'] }, undefined],
  [{ namespaces: ['x', 'shop'] }, { namespaces: ['shop'] }, 'a and b both own the namespace shop'],
  [{ paths: ['/srv/a', '/srv/b'] }, { paths: ['/srv/b'] }, 'a and b both own /srv/b'],
  [{ objects: [volume] }, { objects: [{ ...volume }] }, 'a and b both own PersistentVolume/data'],
  [{ objects: [volume] }, { objects: [{ ...volume, name: 'other' }] }, undefined],
])('%j and %j', (a, b, expected) => {
  expect(conflicts(lab('a', a), lab('b', b))).toBe(expected);
});
