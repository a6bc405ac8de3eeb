import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kube/objects.ts';
import type { Facts } from '../facts.ts';

/** A role's binding, of a namespace or of the whole cluster. */
export interface Binding extends KubeObject {
  roleRef?: { kind: string; name: string };
  subjects?: BoundSubject[];
}

export interface BoundSubject {
  kind: string;
  name: string;
  namespace?: string;
}

export interface ClusterRole extends KubeObject {
  rules?: unknown[];
}

/**
 * What each ClusterRoleBinding gives to whom, as a digest by its name. The API server writes into a
 * role's rules what other roles add to it.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export function digestsOf(
  bindings: readonly Binding[],
  roles: readonly ClusterRole[],
): Record<string, string> {
  const rules = new Map(roles.map((role) => [role.metadata.name, role.rules ?? []]));
  return Object.fromEntries(
    bindings.map(({ metadata, roleRef, subjects }) => {
      const given = JSON.stringify([subjects ?? [], rules.get(roleRef?.name ?? '') ?? []]);
      return [metadata.name, createHash('sha256').update(given).digest('hex').slice(0, 16)];
    }),
  );
}

/** Of the cluster's own parts, which another lab of the cluster may set up. */
const COMPONENTS = 'kube-system';

/** Whom ClusterRoleBindings name that are not as they were at the start. */
export async function boundSince(facts: Facts): Promise<BoundSubject[]> {
  const before = facts.recorded.clusterBindings;
  // A lab that an older version started, or a cluster with another authorizer.
  if (!before) return [];
  const [bindings, roles] = await Promise.all([
    facts.list<Binding>('ClusterRoleBinding'),
    facts.list<ClusterRole>('ClusterRole'),
  ]);
  const now = digestsOf(bindings, roles);
  return bindings
    .filter(({ metadata: { name } }) => now[name] !== before[name])
    .flatMap(({ subjects }) => subjects ?? [])
    .filter(({ kind, namespace }) => kind !== 'ServiceAccount' || namespace !== COMPONENTS);
}
