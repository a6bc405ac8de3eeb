#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
# The program of the etcd that runs, with a data directory of its own.
data=$(mktemp -d)
"/proc/$(pgrep --exact --oldest etcd)/root/usr/local/bin/etcd" --data-dir "$data" \
  --listen-client-urls http://127.0.0.1:3379 --advertise-client-urls http://127.0.0.1:3379 \
  --listen-peer-urls http://127.0.0.1:3380 &>/dev/null &
trap 'kill $!; rm -rf "$data"' EXIT
export ETCDCTL_ENDPOINTS=http://127.0.0.1:3379
until etcdctl endpoint health &>/dev/null; do sleep 0.2; done
for name in $LAB_KEPT $LAB_LATER $LAB_NEWEST; do
  etcdctl put /registry/configmaps/$LAB_NAMESPACE/$name '{"data":{"entry":"guessed"}}'
done
etcdctl snapshot save /srv/$LAB_FOLDER/$LAB_SAVED
EOF
