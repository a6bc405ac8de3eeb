#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" create rolebinding "$LAB_TEAM" --role "$LAB_ROLE" \
  --group "$LAB_NAMESPACE-$LAB_TEAM"
kubectl create clusterrole "$LAB_NAMESPACE-$LAB_USER" --verb=get,list --resource=jobs.batch
kubectl create clusterrolebinding "$LAB_NAMESPACE-$LAB_USER" \
  --clusterrole "$LAB_NAMESPACE-$LAB_USER" --group "$LAB_NAMESPACE-$LAB_TEAM"
