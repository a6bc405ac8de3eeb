#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
pki=/etc/kubernetes/pki/etcd
etcdctl --endpoints=https://127.0.0.1:2379 \
  --cacert=$pki/ca.crt --cert=$pki/server.crt --key=$pki/server.key \
  snapshot save /srv/$LAB_FOLDER/$LAB_SAVED

manifests=/etc/kubernetes/manifests
mkdir -p /root/manifests
mv $manifests/kube-apiserver.yaml $manifests/etcd.yaml /root/manifests/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop

mv /var/lib/etcd "$(mktemp -d)"
etcdutl snapshot restore /srv/$LAB_FOLDER/$LAB_SAVED --data-dir /var/lib/etcd
mv /root/manifests/*.yaml $manifests/
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do sleep 1; done
EOF
