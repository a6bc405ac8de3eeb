#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" scale replicaset "$LAB_SET" --replicas=1
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=30s --for=jsonpath='{.status.replicas}'=1
kubectl -n "$LAB_NAMESPACE" scale replicaset "$LAB_SET" --replicas="$LAB_REPLICAS"
kubectl -n "$LAB_NAMESPACE" wait replicaset "$LAB_SET" --timeout=120s \
  --for=jsonpath='{.status.readyReplicas}'="$LAB_REPLICAS"
