#!/usr/bin/env bash
set -euo pipefail

# All labels of the template, a name for a number, and the old one replaced as a whole.
kubectl create -f - <<YAML
apiVersion: v1
kind: Service
metadata:
  name: $LAB_SERVICE
  namespace: $LAB_NAMESPACE
spec:
  selector: { project: $LAB_PROJECT, app: $LAB_NEW, track: live }
  ports:
    - { name: $LAB_PORT_NAME, port: $LAB_PORT, targetPort: http, protocol: TCP }
YAML
kubectl replace -f - <<YAML
apiVersion: v1
kind: Service
metadata:
  name: $LAB_OLD
  namespace: $LAB_NAMESPACE
spec:
  type: ClusterIP
  selector: { app: $LAB_OLD, track: live }
  ports:
    - { port: $LAB_OLD_PORT, targetPort: $LAB_OLD_CONTAINER_PORT }
YAML
