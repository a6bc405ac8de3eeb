#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
kubectl config --kubeconfig "$LAB_USER.kubeconfig" unset "users.$LAB_USER.token"
kubectl config --kubeconfig "$LAB_USER.kubeconfig" unset "contexts.$LAB_USER.namespace"
