#!/usr/bin/env bash
set -euo pipefail

helm --namespace "$LAB_NAMESPACE" upgrade "$LAB_RELEASE" "$LAB_FILES/shopfront" --reuse-values \
  --values "$LAB_FILES/rush.yaml"
kubectl -n "$LAB_NAMESPACE" rollout undo "deployment/$LAB_RELEASE"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
