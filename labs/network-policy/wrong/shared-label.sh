#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
kubectl -n "$LAB_APP-data" patch networkpolicy database --type=merge -p "
spec:
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { product: $LAB_APP } }
          podSelector: { matchLabels: { $LAB_LABEL: $LAB_API } }
      ports:
        - port: 3306
"
