#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
patch='{"spec": {"ingress": [{"ports": [{"port": 53, "protocol": "UDP"}]}]}}'
for namespace in "$LAB_APP" "$LAB_APP-data"; do
  kubectl -n "$namespace" patch networkpolicy all-pods --type=merge -p "$patch"
done
