#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
patch='[{"op": "remove", "path": "/spec/egress/0/ports/1"}]'
for namespace in "$LAB_APP" "$LAB_APP-data"; do
  kubectl -n "$namespace" patch networkpolicy all-pods --type=json -p "$patch"
done
