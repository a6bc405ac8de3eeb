import type { KubeObject } from '../../../src/kube/objects.ts';
import { object } from '../fakes.ts';

type Json = Record<string, unknown>;

/** An object with a spec, a status and more metadata. */
export function made(
  kind: string,
  name: string,
  {
    namespace,
    spec,
    status,
    metadata = {},
  }: { namespace?: string; spec?: Json; status?: Json; metadata?: Json },
): KubeObject {
  const bare = object(kind, name, namespace);
  return { ...bare, metadata: { ...bare.metadata, ...metadata }, spec, status } as KubeObject;
}

export function aVolume(
  name: string,
  spec: Json = {},
  more: { phase?: string; metadata?: Json } = {},
) {
  return made('PersistentVolume', name, {
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
      storageClassName: 'disks',
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: '/srv/kept' },
      ...spec,
    },
    status: { phase: more.phase ?? 'Available' },
    metadata: more.metadata ?? {},
  });
}

export function aClaim(spec: Json = {}, more: { phase?: string; metadata?: Json } = {}) {
  return made('PersistentVolumeClaim', 'kept', {
    namespace: 'here',
    spec: {
      resources: { requests: { storage: '500Mi' } },
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'disks',
      ...spec,
    },
    status: { phase: more.phase ?? 'Bound' },
    metadata: more.metadata ?? {},
  });
}
