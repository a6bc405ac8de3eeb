#!/usr/bin/env bash
set -euo pipefail

# Let go and taken again, by expressions.
kubectl -n "$LAB_NAMESPACE" delete replicaset "$LAB_SET" --cascade=orphan
sed "s/replicas: 2/replicas: $LAB_REPLICAS/
s/^      labels: .*/      labels: { app: \"$LAB_SET\", $LAB_KEY: $LAB_VALUE }/
s/matchLabels: .*/matchExpressions:\n      - { key: app, operator: In, values: [\"$LAB_SET\"] }\n      - { key: $LAB_KEY, operator: NotIn, values: [canary] }/" \
  "$LAB_FILES/replicaset.yaml" | kubectl create -f -
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
