#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
pki=/etc/kubernetes/pki/etcd
manifests=/etc/kubernetes/manifests

# Save, with certificates that etcd's manifest names.
etcdctl --endpoints=https://127.0.0.1:2379 \
  --cacert=$pki/ca.crt --cert=$pki/server.crt --key=$pki/server.key \
  snapshot save /srv/$LAB_FOLDER/$LAB_SAVED

# Stop the API server and etcd: the kubelet runs what has a manifest in this folder.
mkdir -p /root/manifests
mv $manifests/kube-apiserver.yaml $manifests/etcd.yaml /root/manifests/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop

# Restore into a new folder, and let etcd use it.
etcdutl snapshot restore /srv/$LAB_FOLDER/$LAB_OLDER --data-dir /var/lib/etcd-restored
sed -i 's#path: /var/lib/etcd$#path: /var/lib/etcd-restored#' /root/manifests/etcd.yaml
mv /root/manifests/*.yaml $manifests/

# The cluster is up again when the API server says so.
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do
  sleep 1
done
EOF
