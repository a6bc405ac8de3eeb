#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete deployment "$LAB_DEPLOYMENT"
kubectl -n "$LAB_NAMESPACE" create deployment "$LAB_DEPLOYMENT" --image busybox:1.37 \
  --replicas "$LAB_REPLICAS" -- sleep infinity
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
