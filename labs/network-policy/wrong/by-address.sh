#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
address() { kubectl -n "$LAB_APP" get pod "$1" -o jsonpath='{.status.podIP}'; }
kubectl -n "$LAB_APP-data" patch networkpolicy database --type=merge -p "
spec:
  ingress:
    - from:
        - ipBlock: { cidr: $(address "$LAB_API-1")/32 }
        - ipBlock: { cidr: $(address "$LAB_API-2")/32 }
      ports:
        - port: 3306
"
