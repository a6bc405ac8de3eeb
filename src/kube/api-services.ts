import { type Connection, expectOk } from './connection.ts';
import type { KubeObject } from './objects.ts';

/** Who serves a version of an API group: the API server itself, or a Service. */
export interface ApiService extends KubeObject {
  spec: {
    group?: string;
    version?: string;
    groupPriorityMinimum?: number;
    versionPriority?: number;
    service?: { name?: string; namespace?: string } | null;
  };
}

const PATH = '/apis/apiregistration.k8s.io/v1/apiservices';

/**
 * Groups that every API server serves itself; the core group is the empty one.
 * https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/
 */
const OWN_GROUPS = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);

export function isOwnGroup(group: string | undefined): boolean {
  return OWN_GROUPS.has(group ?? '');
}

/** What a Service serves instead of the API server; nothing where that can't be told. */
export async function servedByServices(
  connection: Connection,
  signal?: AbortSignal,
): Promise<ApiService[]> {
  const { status, body } = await connection.request('GET', PATH, signal ? { signal } : {});
  if (status !== 200) return [];
  return ((body?.items ?? []) as ApiService[]).filter(({ spec }) => spec.service);
}

/**
 * Lets the API server serve it again. It is made anew: changed alone, the API server would go on to
 * call the group stale, and no namespace would end.
 */
export async function bringHome(connection: Connection, one: ApiService): Promise<void> {
  const { group, version, groupPriorityMinimum, versionPriority } = one.spec;
  const { name, labels = {} } = one.metadata;
  await removeApiService(connection, one);
  const answer = await connection.request('POST', PATH, {
    contentType: 'application/json',
    body: JSON.stringify({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name, labels },
      spec: { group, version, groupPriorityMinimum, versionPriority },
    }),
  });
  expectOk(answer, `Making APIService ${name} anew`);
}

export async function removeApiService(
  connection: Connection,
  { metadata }: ApiService,
): Promise<void> {
  await connection.request('DELETE', `${PATH}/${metadata.name}`);
}
