#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
cka-lab shell control-plane -- \
  sed -i 's#\(image: .*\):.*#\1:latest#' "/etc/kubernetes/manifests/$LAB_COMPONENT.yaml"
