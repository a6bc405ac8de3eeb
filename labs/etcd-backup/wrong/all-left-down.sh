#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
mkdir -p /root/later
mv /etc/kubernetes/manifests/*.yaml /root/later/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop
EOF
