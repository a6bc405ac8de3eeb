#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/autoscaler.sh"
kubectl -n "$LAB_NAMESPACE" set resources deployment "$LAB_WORKLOAD" \
  --containers=worker --requests=cpu=10m
make_autoscaler default Deployment "$LAB_WORKLOAD"
