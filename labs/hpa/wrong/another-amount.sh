#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" set resources deployment "$LAB_WORKLOAD" \
  --containers=worker --limits=cpu=40m --requests=cpu=40m
