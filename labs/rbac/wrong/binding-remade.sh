#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_NAMESPACE" delete rolebinding auditors
kubectl -n "$LAB_NAMESPACE" create rolebinding auditors \
  --role=auditor --serviceaccount="$LAB_NAMESPACE:auditor"
