#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" --type=merge \
  -p '{"spec": {"externalIPs": null, "internalTrafficPolicy": "Local"}}'
