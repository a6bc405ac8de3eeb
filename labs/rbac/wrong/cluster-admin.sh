#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" create serviceaccount "$LAB_ACCOUNT"
kubectl create clusterrolebinding "release-$LAB_ACCOUNT" \
  --clusterrole=cluster-admin --serviceaccount="$LAB_NAMESPACE:$LAB_ACCOUNT"
