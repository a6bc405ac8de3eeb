#!/usr/bin/env bash
set -euo pipefail

# One change, so that the pods are replaced once.
kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKLOAD" -p '{
  "spec": {"template": {"spec": {"containers": [
    {"name": "worker", "resources": {"requests": {"cpu": "10m"}}},
    {"name": "reporter", "resources": {"requests": {"cpu": "'"$LAB_REPORTER_REQUEST"'m"}}}
  ]}}}
}'

kubectl -n "$LAB_NAMESPACE" autoscale deployment "$LAB_WORKLOAD" --name="$LAB_AUTOSCALER" \
  --min=2 --max="$LAB_MOST" --cpu="$LAB_TARGET%"
kubectl -n "$LAB_NAMESPACE" patch hpa "$LAB_AUTOSCALER" -p '{
  "spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": '"$LAB_WINDOW"'}}}
}'
