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

/** The namespace in which work lands that names none. */
const DEFAULT_NAMESPACE = 'default';

/** Cluster-scoped objects, and what is in the default namespace. */
export async function surroundings(connection: Connection, resources: Resources): Promise<Found[]> {
  const relevant = (type: ResourceType) => !OWN_BUSINESS.has(type.kind);
  const found = async (type: ResourceType, namespace?: string) =>
    (await listObjects(connection, type, namespace)).map((object) => ({ type, object }));
  const lists = await Promise.all([
    ...deletableTypes(resources, false)
      .filter(relevant)
      .map((type) => found(type)),
    ...deletableTypes(resources, true)
      .filter(relevant)
      .map((type) => found(type, DEFAULT_NAMESPACE)),
  ]);
  return lists.flat();
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
