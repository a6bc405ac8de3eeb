#!/usr/bin/env bash
set -euo pipefail

manifest=$LAB_FILES/replicaset.yaml

# What the pods and the Service have is right; the other side of the manifest is wrong.
right=$(kubectl -n "$LAB_NAMESPACE" get service "$LAB_SET" -o jsonpath='{.spec.selector}')
sed -i "s/matchLabels: .*/matchLabels: $right/; s/^      labels: .*/      labels: $right/" "$manifest"
kubectl apply -f "$manifest"
kubectl -n "$LAB_NAMESPACE" scale replicaset "$LAB_SET" --replicas="$LAB_REPLICAS"
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
