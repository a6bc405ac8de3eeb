#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/
crictl --timeout 1m ps --name '^kube-apiserver$' --quiet |
  xargs crictl --timeout 1m stop
EOF
