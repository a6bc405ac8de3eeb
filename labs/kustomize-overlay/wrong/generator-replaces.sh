#!/usr/bin/env bash
set -euo pipefail

sed -i 's/name: web, newTag/name: nginx, newTag/; s/behavior: merge/behavior: replace/' \
  "$LAB_FILES/overlay/kustomization.yaml"
kubectl apply -k "$LAB_FILES/overlay"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
