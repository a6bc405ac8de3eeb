import type { GoPrograms } from './go-build.ts';
import { kubernetes } from './kubernetes.ts';
import { type KubernetesVersion, tools } from './versions.ts';

const kubeRouterModule = 'github.com/cloudnativelabs/kube-router/v2';

/** What is built with Go for a node image, the longest last. */
export function programs(version: KubernetesVersion): GoPrograms[] {
  const ours = (name: string): GoPrograms => ({
    name,
    require: {},
    programs: { [name]: '.' },
    source: name,
  });
  return [
    ours('pause'),
    ours('start-kube-router'),
    {
      name: 'cni-plugins',
      require: { 'github.com/containernetworking/plugins': tools.cniPlugins },
      programs: Object.fromEntries(
        ['main/bridge', 'main/loopback', 'main/ptp', 'ipam/host-local', 'meta/portmap'].map(
          (plugin) => [
            plugin.slice(plugin.indexOf('/') + 1),
            `github.com/containernetworking/plugins/plugins/${plugin}`,
          ],
        ),
      ),
    },
    {
      name: 'crictl',
      require: { 'sigs.k8s.io/cri-tools': tools.crictl },
      programs: { crictl: 'sigs.k8s.io/cri-tools/cmd/crictl' },
      variables: { 'sigs.k8s.io/cri-tools/pkg/version.Version': tools.crictl },
    },
    {
      name: 'containerd',
      require: { 'github.com/containerd/containerd/v2': tools.containerd },
      programs: Object.fromEntries(
        ['containerd', 'containerd-shim-runc-v2', 'ctr'].map((name) => [
          name,
          `github.com/containerd/containerd/v2/cmd/${name}`,
        ]),
      ),
      variables: { 'github.com/containerd/containerd/v2/version.Version': tools.containerd },
    },
    {
      name: 'etcd',
      require: {
        'go.etcd.io/etcd/server/v3': version.etcd,
        'go.etcd.io/etcd/etcdctl/v3': version.etcd,
        'go.etcd.io/etcd/etcdutl/v3': version.etcd,
      },
      programs: {
        etcd: 'go.etcd.io/etcd/server/v3',
        etcdctl: 'go.etcd.io/etcd/etcdctl/v3',
        etcdutl: 'go.etcd.io/etcd/etcdutl/v3',
      },
    },
    {
      name: 'local-path-provisioner',
      require: { 'github.com/rancher/local-path-provisioner': tools.localPathProvisioner },
      programs: { 'local-path-provisioner': 'github.com/rancher/local-path-provisioner' },
      variables: { 'main.VERSION': tools.localPathProvisioner },
    },
    {
      name: 'metrics-server',
      require: { 'sigs.k8s.io/metrics-server': tools.metricsServer },
      programs: { 'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
    },
    {
      name: 'kube-router',
      require: { [kubeRouterModule]: tools.kubeRouter },
      // The fork is the one whose versions the module proxy has.
      replace: { [kubeRouterModule]: `github.com/k3s-io/kube-router/v2 ${tools.kubeRouter}` },
      programs: { 'kube-router': '.' },
      variables: { [`${kubeRouterModule}/pkg/version.Version`]: tools.kubeRouter },
      source: 'kube-router',
    },
    {
      name: 'coredns',
      require: { 'github.com/coredns/coredns': version.coredns },
      programs: { coredns: '.' },
      source: 'coredns',
    },
    kubernetes(version.kubernetes),
  ];
}
