#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
patch='{"spec": {"egress": []}}'
for namespace in "$LAB_APP" "$LAB_APP-data"; do
  kubectl -n "$namespace" patch networkpolicy all-pods --type=merge -p "$patch"
done
