#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete service "$LAB_OLD"
kubectl -n "$LAB_NAMESPACE" expose deployment "$LAB_OLD" --port="$LAB_OLD_PORT" --target-port=http
