#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
kubectl -n "$LAB_APP-data" patch networkpolicy all-pods --type=merge -p "
spec:
  podSelector: { matchLabels: { $LAB_LABEL: $LAB_DATABASE } }
"
