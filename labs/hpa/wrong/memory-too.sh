#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch hpa "$LAB_AUTOSCALER" --type=json -p '[
  {"op": "replace", "path": "/spec/metrics", "value": [
    {"type": "Resource", "resource":
      {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": '"$LAB_TARGET"'}}},
    {"type": "Resource", "resource":
      {"name": "memory", "target": {"type": "AverageValue", "averageValue": "1Gi"}}}
  ]}
]'
