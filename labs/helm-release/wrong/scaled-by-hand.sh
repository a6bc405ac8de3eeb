#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" scale "deployment/$LAB_RELEASE" --replicas=1
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
