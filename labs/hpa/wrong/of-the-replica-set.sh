#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/autoscaler.sh"
kubectl -n default delete hpa "$LAB_AUTOSCALER"
replicas=$(kubectl -n "$LAB_NAMESPACE" get rs -o jsonpath='{.items[?(@.spec.replicas>0)].metadata.name}')
make_autoscaler "$LAB_NAMESPACE" ReplicaSet "$replicas"
