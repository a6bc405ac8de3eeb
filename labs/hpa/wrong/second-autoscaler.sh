#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch hpa "$LAB_AUTOSCALER" -p '{"spec": {"minReplicas": 2}}'
kubectl -n "$LAB_NAMESPACE" autoscale deployment "$LAB_WORKLOAD" --max="$LAB_MOST" --cpu=80%
