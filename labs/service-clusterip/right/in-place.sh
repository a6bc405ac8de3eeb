#!/usr/bin/env bash
set -euo pipefail

# Imperative commands only.
kubectl -n "$LAB_NAMESPACE" create service clusterip "$LAB_SERVICE" \
  --tcp="$LAB_PORT:$LAB_CONTAINER_PORT"
kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_SERVICE" "app=$LAB_NEW,track=live"
kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" \
  -p "{\"spec\": {\"ports\": [{\"port\": $LAB_PORT, \"name\": \"$LAB_PORT_NAME\"}]}}"
kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_OLD" "app=$LAB_OLD,track=live"
kubectl -n "$LAB_NAMESPACE" patch service "$LAB_OLD" --type=merge -p "
spec:
  ports:
    - { port: $LAB_OLD_PORT, targetPort: $LAB_OLD_CONTAINER_PORT }
"
# Not asked for; it changes nothing but a note in the template.
kubectl -n "$LAB_NAMESPACE" rollout restart deployment "$LAB_OLD"
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_OLD" --timeout=120s
