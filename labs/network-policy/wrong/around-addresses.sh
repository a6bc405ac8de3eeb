#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
kubectl -n "$LAB_APP-data" patch networkpolicy database --type=json -p '[
  { "op": "add", "path": "/spec/ingress/0/from/-", "value": {
    "ipBlock": { "cidr": "203.0.113.0/24",
      "except": ["203.0.113.0/28", "203.0.113.128/25"] } } }
]'
