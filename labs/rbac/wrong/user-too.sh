#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_NAMESPACE" create rolebinding watchers \
  --role=watch-workloads --user=jane
