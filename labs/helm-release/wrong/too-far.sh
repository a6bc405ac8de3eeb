#!/usr/bin/env bash
set -euo pipefail

helm --namespace "$LAB_NAMESPACE" rollback "$LAB_RELEASE" 1
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
