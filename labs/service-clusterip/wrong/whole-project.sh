#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" --type=merge -p "
spec: { selector: { app: null, pod-template-hash: null } }
"
