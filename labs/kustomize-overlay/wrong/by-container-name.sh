#!/usr/bin/env bash
set -euo pipefail

sed -i 's/name: nginx, newTag/name: web, newTag/' "$LAB_FILES/overlay/kustomization.yaml"
kubectl apply -k "$LAB_FILES/overlay"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
