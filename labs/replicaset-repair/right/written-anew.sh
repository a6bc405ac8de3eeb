#!/usr/bin/env bash
set -euo pipefail

# First a wrong one, taken away without its pods; then one with more labels and the number in it.
manifest=$LAB_FILES/replicaset.yaml
sed "s/matchLabels: .*/matchLabels: { app: \"$LAB_SET\" }/
s/^      labels: .*/      labels: { app: \"$LAB_SET\" }/
s/replicas: 2/replicas: 3/" "$manifest" | kubectl apply -f -
kubectl -n "$LAB_NAMESPACE" wait "pod/$LAB_SET-canary" --timeout=30s \
  --for=jsonpath='{.metadata.ownerReferences[0].name}'="$LAB_SET"
kubectl -n "$LAB_NAMESPACE" delete replicaset "$LAB_SET" --cascade=orphan

labels="{ app: \"$LAB_SET\", $LAB_KEY: $LAB_VALUE, made: again }"
sed "s/matchLabels: .*/matchLabels: { $LAB_KEY: $LAB_VALUE }/
s/^      labels: .*/      labels: $labels/
s/replicas: 2/replicas: $LAB_REPLICAS/" "$manifest" >"$LAB_FILES/repaired.yaml"
kubectl create -f "$LAB_FILES/repaired.yaml"
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
