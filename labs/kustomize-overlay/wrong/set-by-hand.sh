#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" set image "deployment/$LAB_APP-$LAB_SUFFIX" "web=nginx:$LAB_TAG"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
