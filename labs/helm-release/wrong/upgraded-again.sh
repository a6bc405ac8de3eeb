#!/usr/bin/env bash
set -euo pipefail

helm --namespace "$LAB_NAMESPACE" upgrade "$LAB_RELEASE" "$LAB_FILES/shopfront" \
  --set "replicas=$LAB_REPLICAS,greeting=$LAB_GREETING,image.tag=$LAB_TAG"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
