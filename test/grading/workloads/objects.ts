import type { KubeObject } from '../../../src/kube/objects.ts';
import { object } from '../fakes.ts';

type Json = Record<string, unknown>;

/** An object in the namespace 'shop', with more metadata, a spec and a status. */
export function made(kind: string, name: string, more: Json, metadata: Json = {}): KubeObject {
  const bare = object(kind, name, 'shop');
  return { ...bare, ...more, metadata: { ...bare.metadata, ...metadata } };
}

export function owned(owner: KubeObject): { ownerReferences: Json[] } {
  return { ownerReferences: [{ controller: true, uid: owner.metadata.uid }] };
}

/** A pod with one container, which runs since long ago unless its state is given. */
export function aPod(
  owner: KubeObject,
  name: string,
  { container = {}, status = {}, spec = {}, labels = {}, metadata = {} }: Record<string, Json> = {},
): KubeObject {
  const state = { running: { startedAt: '2026-01-01T00:00:00Z' } };
  const containerStatuses = [{ name: 'app', state, ...container }];
  return made(
    'Pod',
    name,
    {
      spec: { containers: [{ name: 'app', image: 'nginx:1.29' }], ...spec },
      status: { containerStatuses, ...status },
    },
    { labels, ...owned(owner), ...metadata },
  );
}

export function aReplicaSet(owner: KubeObject, revision: number, more: Json = {}): KubeObject {
  return made('ReplicaSet', `web-${revision}`, more, {
    annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    ...owned(owner),
  });
}
