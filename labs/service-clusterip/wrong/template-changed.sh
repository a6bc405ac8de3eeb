#!/usr/bin/env bash
set -euo pipefail

# The containers listen where the Service looks for them.
port=$(kubectl -n "$LAB_NAMESPACE" get service "$LAB_OLD" -o jsonpath='{.spec.ports[0].targetPort}')
kubectl -n "$LAB_NAMESPACE" get deployment "$LAB_OLD" -o yaml |
  sed "s/httpd -f -p $LAB_OLD_CONTAINER_PORT/httpd -f -p $port/" | kubectl replace -f -
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_OLD" --timeout=60s
