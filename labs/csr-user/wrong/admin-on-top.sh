#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
kubectl config --kubeconfig "$LAB_USER.kubeconfig" set-credentials "$LAB_USER" \
  --token "$(kubectl create token default --namespace "$LAB_NAMESPACE")"
