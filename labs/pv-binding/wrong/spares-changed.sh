#!/usr/bin/env bash
set -euo pipefail

# The capacity is right again.
kubectl patch pv "$LAB_NAMESPACE-catalogue" \
  -p '{"spec": {"capacity": {"storage": "'"$LAB_CAPACITY"'Gi"}}}'
kubectl patch pv "$LAB_NAMESPACE-spare" "$LAB_NAMESPACE-scans" \
  -p '{"spec": {"storageClassName": "'"$LAB_NAMESPACE"'-later"}}'
