#!/usr/bin/env bash
set -euo pipefail

# Both made again: the old one with the address that it had, each with a port more.
address=$(kubectl -n "$LAB_NAMESPACE" get service "$LAB_OLD" -o jsonpath='{.spec.clusterIP}')
kubectl -n "$LAB_NAMESPACE" delete service "$LAB_OLD" "$LAB_SERVICE"
kubectl apply -f - <<YAML
apiVersion: v1
kind: Service
metadata:
  name: $LAB_OLD
  namespace: $LAB_NAMESPACE
spec:
  clusterIP: $address
  selector: { project: $LAB_PROJECT, app: $LAB_OLD, track: live }
  sessionAffinity: ClientIP
  ports:
    - { name: admin, port: 9999 }
    - { name: clients, port: $LAB_OLD_PORT, targetPort: $LAB_OLD_CONTAINER_PORT }
---
apiVersion: v1
kind: Service
metadata:
  name: $LAB_SERVICE
  namespace: $LAB_NAMESPACE
spec:
  selector: { app: $LAB_NEW }
  ports:
    - { name: admin, port: 9999 }
    - { name: $LAB_PORT_NAME, port: $LAB_PORT, targetPort: $LAB_CONTAINER_PORT }
YAML
