#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
# The folder is not mounted: etcd starts empty, in its container.
etcdutl snapshot restore /srv/$LAB_FOLDER/$LAB_OLDER --data-dir /var/lib/etcd-flag

manifests=/etc/kubernetes/manifests
mkdir -p /root/manifests
mv $manifests/kube-apiserver.yaml $manifests/etcd.yaml /root/manifests/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop
sed -i 's#--data-dir=.*#--data-dir=/var/lib/etcd-flag#' /root/manifests/etcd.yaml
mv /root/manifests/*.yaml $manifests/
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do sleep 1; done
EOF
