#!/usr/bin/env bash
set -euo pipefail

# The label is right again.
kubectl label pv "$LAB_NAMESPACE-catalogue" content=catalogue
kubectl patch pv "$LAB_NAMESPACE-catalogue" \
  -p '{"spec": {"capacity": {"storage": "'"$LAB_CAPACITY"'G"}}}'
