#!/usr/bin/env bash
set -euo pipefail

sed -i 's/name: clerk/name: web/' "$LAB_FILES/overlay/limit.yaml"
cat >>"$LAB_FILES/overlay/kustomization.yaml" <<YAML
  - target: { kind: Deployment }
    patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: $LAB_APP }
      spec: { template: { spec: { containers: [{ name: clerk, \$patch: delete }] } } }
YAML
kubectl apply -k "$LAB_FILES/overlay"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
