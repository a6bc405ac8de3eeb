import type { ClusterValues } from '../lab/cluster-values.ts';
import type { Values } from '../lab/template.ts';
import type { ClusterRecord } from './record.ts';

/** What a lab can know of the cluster that it is on, and of its folder on the learner's machine. */
export function valuesOf(
  { name, kubernetes, upgrade }: ClusterRecord,
  files: string,
): ClusterValues & Values {
  return {
    cluster: name,
    kubernetes: kubernetes.replace(/^v/, ''),
    'upgrade-to': upgrade?.to.replace(/^v/, '') ?? '',
    'upgrade-flags': upgrade?.flags ?? '',
    files,
  };
}

/** On cgroup v1 a check of kubeadm's, which an upgrade can't be told about otherwise, fails. */
export function upgradeFlags({ cgroup }: { cgroup: 1 | 2 }): string {
  return cgroup === 1 ? '--ignore-preflight-errors=SystemVerification' : '';
}
