#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete replicaset "$LAB_SET"
sed "s/kind: ReplicaSet/kind: Deployment/; s/replicas: 2/replicas: $LAB_REPLICAS/" \
  "$LAB_FILES/replicaset.yaml" | kubectl create -f -
