#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/autoscaler.sh"
kubectl -n "$LAB_NAMESPACE" delete hpa "$LAB_AUTOSCALER"
kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKLOAD" --type=json -p '[
  {"op": "remove", "path": "/spec/template/spec/containers/1/resources/requests"}
]'
make_autoscaler "$LAB_NAMESPACE" Deployment "$LAB_WORKLOAD"
