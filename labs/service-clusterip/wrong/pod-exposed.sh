#!/usr/bin/env bash
set -euo pipefail

pod=$(kubectl -n "$LAB_NAMESPACE" get pods -l "app=$LAB_NEW" -o jsonpath='{.items[0].metadata.name}')
kubectl -n "$LAB_NAMESPACE" delete service "$LAB_SERVICE"
kubectl -n "$LAB_NAMESPACE" expose pod "$pod" --name="$LAB_SERVICE" --port="$LAB_PORT" \
  --target-port="$LAB_CONTAINER_PORT"
kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" \
  -p "{\"spec\": {\"ports\": [{\"port\": $LAB_PORT, \"name\": \"$LAB_PORT_NAME\"}]}}"
