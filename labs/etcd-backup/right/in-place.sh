#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
# Variables instead of options, and the certificate of the kubelet's health checks.
pki=/etc/kubernetes/pki/etcd
export ETCDCTL_ENDPOINTS=https://127.0.0.1:2379 ETCDCTL_CACERT=$pki/ca.crt
export ETCDCTL_CERT=$pki/healthcheck-client.crt ETCDCTL_KEY=$pki/healthcheck-client.key
etcdctl snapshot save /srv/$LAB_FOLDER/$LAB_SAVED

manifests=/etc/kubernetes/manifests
mkdir -p /root/manifests
mv $manifests/kube-apiserver.yaml $manifests/etcd.yaml /root/manifests/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop

# The same folder, the same member: nothing changes in the manifest.
flag() { grep --only-matching -- "--$1=.*" /root/manifests/etcd.yaml; }
mv /var/lib/etcd "$(mktemp -d)"
etcdutl snapshot restore /srv/$LAB_FOLDER/$LAB_OLDER --data-dir /var/lib/etcd \
  "$(flag name)" "$(flag initial-cluster)" "$(flag initial-advertise-peer-urls)"
mv /root/manifests/*.yaml $manifests/
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do sleep 1; done
EOF
