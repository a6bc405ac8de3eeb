#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" --type=merge -p "
spec: { type: NodePort, selector: { app: $LAB_NEW } }
"
