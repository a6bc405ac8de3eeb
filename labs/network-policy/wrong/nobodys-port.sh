#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
kubectl -n "$LAB_APP-data" patch networkpolicy database --type=json -p '[
  { "op": "add", "path": "/spec/ingress/0/ports/-", "value": { "port": "replica" } }
]'
