/** A published kindest/node image, by digest: https://github.com/kubernetes-sigs/kind/releases */
export interface Published {
  reference: string;
  kubernetes: string;
}

export interface KubernetesVersion {
  /** The patch release that is built here where no registry answers. */
  kubernetes: string;
  published: Published;
  /** What `kubeadm config images list` of that release asks for; the build checks it. */
  etcd: string;
  coredns: string;
}

/** Kubernetes minors that a node image can be had for. */
export const versions: Readonly<Record<string, KubernetesVersion>> = {
  '1.37': {
    kubernetes: 'v1.37.2',
    published: {
      reference:
        'kindest/node:v1.37.0@sha256:a1ed56cfb0e7b93589bdf97c8cd566405a265939e3620fc4f5de89adff580ae5',
      kubernetes: 'v1.37.0',
    },
    etcd: 'v3.7.0',
    coredns: 'v1.14.6',
  },
  '1.36': {
    kubernetes: 'v1.36.3',
    published: {
      reference:
        'kindest/node:v1.36.4@sha256:099e049362a1526b2db71494e1947aae99bd16290d7c895f2b7ea312e3cbfaed',
      kubernetes: 'v1.36.4',
    },
    etcd: 'v3.6.8',
    coredns: 'v1.14.2',
  },
};

/** Everything else in a node image, the same for every Kubernetes version. */
export const tools = {
  containerd: 'v2.3.6',
  cniPlugins: 'v1.9.1',
  crictl: 'v1.36.0',
  kubeRouter: 'v2.2.1',
  localPathProvisioner: 'v0.0.30',
  metricsServer: 'v0.9.0',
} as const;

/** The Go release that builds all of it. */
export const oldestGo = '1.26.0';
