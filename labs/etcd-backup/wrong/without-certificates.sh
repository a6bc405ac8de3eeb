#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
manifests=/etc/kubernetes/manifests
mkdir -p /root/manifests
mv $manifests/kube-apiserver.yaml $manifests/etcd.yaml /root/manifests/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop
sed -i 's#--client-cert-auth=true#--client-cert-auth=false#; /- --trusted-ca-file=/d' \
  /root/manifests/etcd.yaml
mv /root/manifests/*.yaml $manifests/
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do sleep 1; done
EOF
