#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" --type=merge -p "
spec: { ports: [{ name: $LAB_PORT_NAME, port: $LAB_PORT, targetPort: admin }] }
"
