#!/usr/bin/env bash
set -euo pipefail

# kubeadm writes the manifest and the certificate anew, from the settings that the cluster keeps in etcd.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
pki=/etc/kubernetes/pki
cat >/root/cluster.yaml <<EOT
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v$LAB_KUBERNETES
controlPlaneEndpoint: $LAB_CLUSTER-control-plane:6443
apiServer:
  certSANs: [localhost, 127.0.0.1]
  extraArgs: [{ name: runtime-config, value: "" }]
networking: { serviceSubnet: 10.96.0.0/16, podSubnet: 10.244.0.0/16 }
EOT
rm $pki/apiserver.crt $pki/apiserver.key
kubeadm init phase certs apiserver --config /root/cluster.yaml
kubeadm init phase control-plane apiserver --config /root/cluster.yaml
crictl ps --quiet --name '^kube-apiserver$' | xargs --no-run-if-empty crictl stop
systemctl restart kubelet
SCRIPT
until kubectl get --raw /readyz &>/dev/null; do sleep 1; done
