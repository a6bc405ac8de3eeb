import { InfrastructureError } from '../errors.ts';
import { type Connection, describe } from './connection.ts';
import { pathOf, type Resources, type ResourceType } from './resources.ts';

/** An object as lists return it. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion?: string;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: { uid?: string; controller?: boolean }[];
    deletionTimestamp?: string;
  };
}

/** Whether a controller makes and removes the object, as a ReplicaSet does its pods. */
export function isControlled({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller) ?? false;
}

/** All objects of a type, in one namespace or everywhere. A type that vanished has none. */
export async function listObjects(
  connection: Connection,
  type: ResourceType,
  namespace?: string,
): Promise<KubeObject[]> {
  const answer = await connection.request('GET', pathOf(type, { namespace }));
  if (answer.status === 404 || answer.status === 405) return [];
  if (answer.status >= 300) {
    throw new InfrastructureError(`Listing ${type.plural}: ${describe(answer)}.`);
  }
  return answer.body.items ?? [];
}

export async function getObject(
  connection: Connection,
  type: ResourceType,
  where: { name: string; namespace?: string | undefined },
): Promise<KubeObject | undefined> {
  const answer = await connection.request('GET', pathOf(type, where));
  if (answer.status === 404) return undefined;
  if (answer.status >= 300) {
    throw new InfrastructureError(`Reading ${type.kind}/${where.name}: ${describe(answer)}.`);
  }
  return answer.body;
}

/** Asks for the deletion of an object, without grace. An object that is gone is fine. */
export async function deleteObject(
  connection: Connection,
  type: ResourceType,
  where: { name: string; namespace?: string | undefined },
): Promise<void> {
  const answer = await connection.request('DELETE', pathOf(type, where), {
    contentType: 'application/json',
    body: JSON.stringify({ gracePeriodSeconds: 0, propagationPolicy: 'Background' }),
  });
  if (answer.status >= 300 && answer.status !== 404 && answer.status !== 409) {
    throw new InfrastructureError(`Deleting ${type.kind}/${where.name}: ${describe(answer)}.`);
  }
}

/** Removes an object's finalizers, so that its deletion ends. */
export async function clearFinalizers(
  connection: Connection,
  type: ResourceType,
  where: { name: string; namespace?: string | undefined },
): Promise<void> {
  await connection.request('PATCH', pathOf(type, where), {
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ metadata: { finalizers: null } }),
  });
}

/** Types that can be listed and deleted, of one scope. */
export function deletableTypes(resources: Resources, namespaced: boolean): ResourceType[] {
  return resources.types.filter(
    (type) =>
      type.namespaced === namespaced &&
      type.verbs.includes('list') &&
      type.verbs.includes('delete'),
  );
}
