#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete endpointslice "$LAB_SERVICE-by-hand"
kubectl -n "$LAB_NAMESPACE" delete service "$LAB_SERVICE"
bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_OLD" "app=$LAB_OLD"
