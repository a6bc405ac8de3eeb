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

/**
 * Deletes without grace what is in a namespace that is being deleted; with `finalizers`, also those
 * that hold up its objects.
 */
export async function emptyNamespace(
  connection: Connection,
  resources: Resources,
  namespace: string,
  finalizers: boolean,
): Promise<void> {
  const types = deletableTypes(resources, true).filter(({ verbs }) =>
    verbs.includes('deletecollection'),
  );
  const lists = await Promise.all(
    types.map(async (type) => ({ type, objects: await listObjects(connection, type, namespace) })),
  );
  const filled = lists.filter(({ objects }) => objects.length > 0);
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
