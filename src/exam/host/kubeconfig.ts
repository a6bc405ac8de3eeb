import { readKubeconfig, writeKubeconfig } from '../../kube/kubeconfig.ts';

const KIND = /^kind-(.+)$/;

/**
 * A learner's kubeconfig as it works inside the clusters' network: each cluster that kind made is
 * reached at its control plane's name.
 */
export function kubeconfigInside(text: string): string {
  const config = readKubeconfig(text, 'The kubeconfig');
  const clusters = (config.clusters ?? []).map((entry) => {
    const [, name] = KIND.exec(entry.name) ?? [];
    if (name === undefined) return entry;
    return {
      ...entry,
      cluster: { ...entry.cluster, server: `https://${name}-control-plane:6443` },
    };
  });
  return writeKubeconfig({ ...config, clusters });
}
