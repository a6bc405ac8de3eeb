import { dump } from 'js-yaml';
import { markPath } from './mark.ts';
import type { Topology } from './topology.ts';

/** What must be known to describe a cluster to kind. */
export interface KindRequest {
  name: string;
  image: string;
  /** Such as 'v1.37.2'. */
  kubernetes: string;
  topology: Topology;
  mark: string;
  markFolder: string;
  /** Measured by probes, never assumed. */
  host: { cgroup: 1 | 2; oomScoreAdjRefused: boolean };
}

/** The kind configuration of a cluster: https://kind.sigs.k8s.io/docs/user/configuration/ */
export function kindConfig(request: KindRequest): string {
  const { host } = request;
  const kubelet = kubeletConfiguration(request);
  return dump({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    name: request.name,
    networking: { apiServerAddress: '127.0.0.1' },
    ...(kubelet === undefined ? {} : { kubeadmConfigPatches: [dump(kubelet)] }),
    ...(host.oomScoreAdjRefused ? { containerdConfigPatches: [keepOomScoreAdj] } : {}),
    nodes: request.topology.nodes.map((node) => ({
      role: node.role,
      image: request.image,
      ...(node.labels === undefined ? {} : { labels: node.labels }),
      extraMounts: [
        { hostPath: request.markFolder, containerPath: markPath(request.mark), readOnly: true },
      ],
    })),
  });
}

function kubeletConfiguration({ host, kubernetes }: KindRequest): object | undefined {
  // Kubelets from 1.35 refuse cgroup v1 unless told otherwise; older ones don't know the field.
  const onOldCgroups =
    host.cgroup === 1 && minorOf(kubernetes) >= 35 ? { failCgroupV1: false } : {};
  // With this gate the kubelet goes on when the kernel refuses a lower oom_score_adj.
  const featureGates = host.oomScoreAdjRefused
    ? { featureGates: { KubeletInUserNamespace: true } }
    : {};
  const fields = { ...onOldCgroups, ...featureGates };
  if (Object.keys(fields).length === 0) return undefined;
  return { kind: 'KubeletConfiguration', apiVersion: 'kubelet.config.k8s.io/v1beta1', ...fields };
}

// The section of containerd 2 and, for older node images, of containerd 1; an unknown one is ignored.
const keepOomScoreAdj = `[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
`;

function minorOf(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? 0);
}
