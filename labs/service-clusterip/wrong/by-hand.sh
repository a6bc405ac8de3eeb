#!/usr/bin/env bash
set -euo pipefail

namespace=$LAB_NAMESPACE
kubectl -n "$namespace" delete service "$LAB_SERVICE"
addresses=$(kubectl -n "$namespace" get pods -l "app=$LAB_NEW" \
  -o jsonpath='{range .items[*]}{"  - addresses: ["}{.status.podIP}{"]\n"}{end}')
kubectl -n "$namespace" apply -f - <<YAML
apiVersion: v1
kind: Service
metadata:
  name: $LAB_SERVICE
spec:
  ports:
    - { name: $LAB_PORT_NAME, port: $LAB_PORT, targetPort: $LAB_CONTAINER_PORT }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: $LAB_SERVICE-by-hand
  labels: { kubernetes.io/service-name: $LAB_SERVICE }
addressType: IPv4
ports:
  - { name: $LAB_PORT_NAME, port: $LAB_CONTAINER_PORT, protocol: TCP }
endpoints:
$addresses
YAML
