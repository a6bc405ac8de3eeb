#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete rolebinding watchers
kubectl -n "$LAB_NAMESPACE" create rolebinding patchers \
  --role=patch-workload --serviceaccount="$LAB_NAMESPACE:auditor"
