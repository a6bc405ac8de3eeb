#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete replicaset "$LAB_SET"
kubectl create -f "$LAB_FILES/replicaset.yaml"
kubectl -n "$LAB_NAMESPACE" scale replicaset "$LAB_SET" --replicas="$LAB_REPLICAS"
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
