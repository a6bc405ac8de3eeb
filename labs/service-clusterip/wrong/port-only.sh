#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch service "$LAB_OLD" --type=json \
  -p "[{\"op\": \"replace\", \"path\": \"/spec/ports/0/targetPort\", \"value\": $LAB_OLD_CONTAINER_PORT}]"
