import type { Connection } from '../kube/connection.ts';
import { deletableTypes, type KubeObject, listObjects } from '../kube/objects.ts';
import { apiVersionOf, type Resources, type ResourceType } from '../kube/resources.ts';

/** Keys of the objects that a cluster held when it became ready. */
export type Baseline = string[];

export interface Found {
  type: ResourceType;
  object: KubeObject;
}

// Made and removed by the cluster itself as it runs, never by a learner or a lab.
const OWN_BUSINESS = new Set([
  'APIService',
  'CSINode',
  'ComponentStatus',
  'Event',
  'FlowSchema',
  'IPAddress',
  'Lease',
  'Node',
  'PriorityLevelConfiguration',
  'VolumeAttachment',
]);

// In namespaces that stay: controllers make and remove these of what others own.
const DERIVED = new Set(['Endpoints', 'EndpointSlice', 'Pod']);

/** The namespace in which work lands that names none: pods count there. */
const DEFAULT_NAMESPACE = 'default';
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** Cluster-scoped objects, and what is in the namespaces that every cluster has. */
export async function surroundings(connection: Connection, resources: Resources): Promise<Found[]> {
  const found = async (type: ResourceType) =>
    (await listObjects(connection, type)).map((object) => ({ type, object }));
  const types = [...deletableTypes(resources, false), ...deletableTypes(resources, true)];
  const lists = await Promise.all(types.filter(({ kind }) => !OWN_BUSINESS.has(kind)).map(found));
  return lists.flat().filter(isAround);
}

function isAround({ type, object }: Found): boolean {
  const { namespace } = object.metadata;
  if (!type.namespaced || namespace === DEFAULT_NAMESPACE) return true;
  return SYSTEM_NAMESPACES.includes(namespace ?? '') && !DERIVED.has(type.kind);
}

export function keyOf({ type, object }: Found): string {
  const { name, namespace } = object.metadata;
  return [apiVersionOf(type), type.kind, namespace ?? '', name].join(' ');
}

/** What has come since the baseline; objects that a controller owns go with their owners. */
export function strays(now: readonly Found[], baseline: Baseline): Found[] {
  const known = new Set(baseline);
  return now.filter(
    (found) =>
      !known.has(keyOf(found)) &&
      !found.object.metadata.ownerReferences?.some(({ controller }) => controller),
  );
}
