#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch hpa "$LAB_AUTOSCALER" --type=json -p '[
  {"op": "replace", "path": "/spec/behavior", "value":
    {"scaleDown": {"stabilizationWindowSeconds": '"$LAB_WINDOW"', "selectPolicy": "Disabled"}}}
]'
