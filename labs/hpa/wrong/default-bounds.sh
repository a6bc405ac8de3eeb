#!/usr/bin/env bash
set -euo pipefail

# The metric is right again.
kubectl -n "$LAB_NAMESPACE" patch hpa "$LAB_AUTOSCALER" --type=json -p '[
  {"op": "remove", "path": "/spec/metrics/1"},
  {"op": "remove", "path": "/spec/minReplicas"}
]'
