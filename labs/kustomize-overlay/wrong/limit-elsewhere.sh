#!/usr/bin/env bash
set -euo pipefail

sed -i "s/^    includeTemplates.*//; s/^  - pairs: .*/&\n    includeTemplates: true/" \
  "$LAB_FILES/overlay/kustomization.yaml"
sed -i 's/name: web/name: clerk/' "$LAB_FILES/overlay/limit.yaml"
kubectl apply -k "$LAB_FILES/overlay"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
