#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_NAMESPACE" patch service "$LAB_SERVICE" --type=merge \
  -p '{"spec": {"externalIPs": ["203.0.113.9"]}}'
