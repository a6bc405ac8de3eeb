#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
rm -f /srv/$LAB_FOLDER/$LAB_SAVED
pki=/etc/kubernetes/pki/etcd
etcdctl --endpoints=https://127.0.0.1:2379 \
  --cacert=$pki/ca.crt --cert=$pki/server.crt --key=$pki/server.key \
  snapshot save /srv/$LAB_SAVED
EOF
