#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_DEPLOYMENT" --type json --patch '[
  {"op": "remove", "path": "/spec/template/spec/nodeSelector"},
  {"op": "add", "path": "/spec/template/spec/tolerations", "value": [{"operator": "Exists"}]}
]'
