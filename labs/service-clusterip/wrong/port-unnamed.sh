#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete service "$LAB_SERVICE"
kubectl -n "$LAB_NAMESPACE" expose deployment "$LAB_NEW" --name="$LAB_SERVICE" \
  --port="$LAB_PORT" --target-port="$LAB_CONTAINER_PORT"
