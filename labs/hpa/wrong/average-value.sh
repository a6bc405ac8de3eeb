#!/usr/bin/env bash
set -euo pipefail

# The window is right again.
kubectl -n "$LAB_NAMESPACE" patch hpa "$LAB_AUTOSCALER" --type=json -p '[
  {"op": "replace", "path": "/spec/behavior", "value":
    {"scaleDown": {"stabilizationWindowSeconds": '"$LAB_WINDOW"'}}},
  {"op": "replace", "path": "/spec/metrics", "value": [{"type": "Resource", "resource":
    {"name": "cpu", "target": {"type": "AverageValue", "averageValue": "'"$LAB_TARGET"'m"}}}]}
]'
