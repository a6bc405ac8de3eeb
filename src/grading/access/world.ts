import type { Resources } from '../../kube/resources.ts';

/** What a cluster's authorizer can be asked about to any effect. */
export interface World {
  /** Whether requests for it exist; a right to anything else changes nothing. */
  has(group: string, resource: string, subresource?: string): boolean;
  hasGroup(group: string): boolean;
  isNamespaced(group: string, resource: string): boolean;
  /** Verbs that are asked for some resource. */
  readonly verbs: readonly string[];
  readonly resources: readonly WorldResource[];
}

export interface WorldResource {
  group: string;
  resource: string;
  namespaced: boolean;
  subresources: readonly string[];
}

// Asked of the authorizer without being served: who may be impersonated, which signer may be used,
// and the parts of a kubelet's own API.
const UNSERVED: readonly WorldResource[] = [
  { group: '', resource: 'users', namespaced: false, subresources: [] },
  { group: '', resource: 'groups', namespaced: false, subresources: [] },
  {
    group: '',
    resource: 'nodes',
    namespaced: false,
    subresources: ['log', 'metrics', 'stats', 'spec', 'checkpoint', 'configz', 'healthz', 'pods'],
  },
  { group: 'authentication.k8s.io', resource: 'uids', namespaced: false, subresources: [] },
  { group: 'authentication.k8s.io', resource: 'userextras', namespaced: false, subresources: [] },
  { group: 'certificates.k8s.io', resource: 'signers', namespaced: false, subresources: [] },
];
const UNSERVED_VERBS = ['impersonate', 'bind', 'escalate', 'approve', 'sign', 'attest', 'use'];

export function worldOf({ types }: Resources): World {
  const resources: WorldResource[] = [
    ...types.map(({ group, plural, namespaced, subresources }) => ({
      group,
      resource: plural,
      namespaced,
      subresources: (subresources ?? []).map(({ name }) => name),
    })),
    ...UNSERVED,
  ];
  const find = (group: string, resource: string) =>
    resources.filter((one) => one.group === group && one.resource === resource);
  return {
    resources,
    verbs: [...new Set([...types.flatMap(({ verbs }) => verbs), ...UNSERVED_VERBS])],
    has(group, resource, subresource) {
      const found = find(group, resource);
      if (subresource === undefined) return found.length > 0;
      if (resource === 'userextras') return true;
      return found.some(({ subresources }) => subresources.includes(subresource));
    },
    hasGroup: (group) => resources.some((one) => one.group === group),
    isNamespaced: (group, resource) => find(group, resource).some(({ namespaced }) => namespaced),
  };
}
