#!/usr/bin/env bash
set -euo pipefail

sed "s/matchLabels: .*/matchLabels: { app: \"$LAB_SET\" }/
s/replicas: 2/replicas: $LAB_REPLICAS/" "$LAB_FILES/replicaset.yaml" | kubectl create -f -
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
