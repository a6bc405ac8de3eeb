#!/usr/bin/env bash
set -euo pipefail

sed "s/^      labels: .*/      labels: { app: \"$LAB_SET-$LAB_VALUE\" }/
s/replicas: 2/replicas: $LAB_REPLICAS/" "$LAB_FILES/replicaset.yaml" | kubectl create -f -
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
