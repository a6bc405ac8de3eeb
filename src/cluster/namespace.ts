import type { Connection } from '../kube/connection.ts';
import { clearFinalizers, deletableTypes, listObjects } from '../kube/objects.ts';
import { pathOf, type Resources } from '../kube/resources.ts';

/** Deletes a namespace's pods without grace: it would wait for them otherwise. */
export async function deletePods(
  connection: Connection,
  resources: Resources,
  namespace: string,
): Promise<void> {
  await connection.request('DELETE', pathOf(resources.byKind('Pod'), { namespace }), {
    query: { gracePeriodSeconds: '0' },
  });
}

export interface EmptyOptions {
  /** Clear finalizers that hold up objects which are being deleted. */
  finalizers: boolean;
  /** Let the namespace go once it is empty, without the controller's five seconds of waiting. */
  finalize: boolean;
}

/** Speeds up a namespace that is being deleted; called again until it is gone. */
export async function emptyNamespace(
  connection: Connection,
  resources: Resources,
  namespace: string,
  { finalizers, finalize }: EmptyOptions,
): Promise<void> {
  const types = deletableTypes(resources, true).filter(({ verbs }) =>
    verbs.includes('deletecollection'),
  );
  const lists = await Promise.all(
    types.map(async (type) => ({ type, objects: await listObjects(connection, type, namespace) })),
  );
  const filled = lists.filter(({ objects }) => objects.length > 0);
  if (filled.length === 0 && finalize) return finalizeNamespace(connection, namespace);
  await Promise.all(
    filled.map(({ type }) =>
      connection.request('DELETE', pathOf(type, { namespace }), {
        query: { gracePeriodSeconds: '0' },
      }),
    ),
  );
  if (!finalizers) return;
  await Promise.all(
    filled.flatMap(({ type, objects }) =>
      objects
        .filter(({ metadata }) => metadata.deletionTimestamp && metadata.finalizers?.length)
        .map(({ metadata }) => clearFinalizers(connection, type, metadata)),
    ),
  );
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/ */
async function finalizeNamespace(connection: Connection, name: string): Promise<void> {
  await connection.request('PUT', `/api/v1/namespaces/${name}/finalize`, {
    contentType: 'application/json',
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: { finalizers: [] },
    }),
  });
}
