#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete replicaset "$LAB_SET" --cascade=orphan
sed "s/matchLabels: .*/matchLabels: { app: \"$LAB_SET\" }/
s/^      labels: .*/      labels: { app: \"$LAB_SET\", $LAB_KEY: $LAB_VALUE }/
s/replicas: 2/replicas: $LAB_REPLICAS/" "$LAB_FILES/replicaset.yaml" | kubectl create -f -
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
