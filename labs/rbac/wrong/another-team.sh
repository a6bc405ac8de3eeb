#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete rolebinding patchers
kubectl create clusterrole "release-$LAB_ACCOUNT" --verb=get --resource=pods,pods/log
kubectl create clusterrolebinding "release-$LAB_ACCOUNT-testers" \
  --clusterrole="release-$LAB_ACCOUNT" --group=testers
