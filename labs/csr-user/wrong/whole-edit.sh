#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
kubectl config --kubeconfig "$LAB_USER.kubeconfig" set-credentials "$LAB_USER" \
  --client-key "$LAB_USER.key" --embed-certs=true
kubectl -n "$LAB_NAMESPACE" create rolebinding editors --clusterrole edit \
  --group "$LAB_NAMESPACE-$LAB_TEAM"
