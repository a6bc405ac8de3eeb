#!/usr/bin/env bash
set -euo pipefail

# Goes on from all-packages-at-once: without its budget nothing holds a drain up.
kubectl -n "$LAB_NAMESPACE" rollout restart "deployment/$LAB_SERVICE"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_SERVICE" --timeout=180s
kubectl -n "$LAB_NAMESPACE" delete pdb "$LAB_SERVICE"
kubectl drain "$LAB_CLUSTER-$LAB_WORKER" --ignore-daemonsets
kubectl uncordon "$LAB_CLUSTER-$LAB_WORKER"
kubectl -n "$LAB_NAMESPACE" create poddisruptionbudget "$LAB_SERVICE" \
  --selector "app=$LAB_SERVICE" --min-available 1
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_SERVICE" --timeout=180s
