#!/usr/bin/env bash
set -euo pipefail

# Goes on from piece-by-piece: the pods go back to the worker, and are then forced away.
kubectl -n "$LAB_NAMESPACE" rollout restart "deployment/$LAB_SERVICE"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_SERVICE" --timeout=180s
kubectl drain "$LAB_CLUSTER-$LAB_WORKER" --ignore-daemonsets --disable-eviction
kubectl uncordon "$LAB_CLUSTER-$LAB_WORKER"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_SERVICE" --timeout=180s
