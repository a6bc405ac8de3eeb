#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
sed -i "s/nginx:$LAB_TAG/nginx:1.27/; s/replicas: $LAB_REPLICAS/replicas: 1/" base/deployment.yaml
sed -i '/^namespace:/d' overlay/kustomization.yaml
cat >>overlay/kustomization.yaml <<YAML
images:
  - { name: nginx, newTag: "$LAB_TAG" }
replicas:
  - { name: $LAB_APP, count: $LAB_REPLICAS }
YAML
kubectl apply -n "$LAB_NAMESPACE" -k overlay
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
