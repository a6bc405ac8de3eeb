#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
# To let it see Secrets as well, the account is put beside the auditor.
kubectl -n "$LAB_NAMESPACE" patch rolebinding auditors --type=json -p '[
  {"op": "add", "path": "/subjects/-", "value":
    {"kind": "ServiceAccount", "name": "'"$LAB_ACCOUNT"'", "namespace": "'"$LAB_NAMESPACE"'"}}
]'
