import { ComponentDown } from '../component-down.ts';
import type { NodeReader } from '../node.ts';

/** A container that runs, as the node's runtime knows it. */
export interface RunningContainer {
  /** The container's name in its pod, such as 'kube-apiserver'. */
  name: string;
  namespace: string;
  pod: string;
  /** As its pod asked for it: 'registry.k8s.io/etcd:3.7.0-0'. */
  image: string;
  /** As the runtime calls it. */
  id: string;
  /** When it was made, in milliseconds since 1970 on the node's clock. */
  created: number;
  /** Its pod is from a manifest on the node: the kubelet gave it its uid, not the API server. */
  isStatic: boolean;
}

interface Listed {
  containers: {
    id: string;
    /** In nanoseconds. */
    createdAt: string;
    metadata: { name: string };
    image: { image: string; userSpecifiedImage?: string };
    labels: Record<string, string>;
  }[];
}

/** What runs on a node now: neither manifests nor the API server's memory, but the runtime. */
export async function runningContainers(node: NodeReader): Promise<RunningContainer[]> {
  const { exitCode, stdout, stderr } = await node.run(['crictl', 'ps', '--output', 'json']);
  if (exitCode !== 0) {
    throw new ComponentDown('runtime', `The container runtime gives no answer: ${stderr.trim()}`);
  }
  return (JSON.parse(stdout) as Listed).containers.map(
    ({ id, createdAt, metadata, image, labels }) => ({
      name: metadata.name,
      namespace: labels['io.kubernetes.pod.namespace'] ?? '',
      pod: labels['io.kubernetes.pod.name'] ?? '',
      image: image.userSpecifiedImage || image.image,
      id,
      created: Number(createdAt) / 1e6,
      isStatic: OF_KUBELET.test(labels['io.kubernetes.pod.uid'] ?? ''),
    }),
  );
}

/** A digest; uids of the API server have dashes. */
const OF_KUBELET = /^[0-9a-f]{32}$/;
