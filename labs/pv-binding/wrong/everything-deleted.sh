#!/usr/bin/env bash
set -euo pipefail

kubectl delete namespace "$LAB_NAMESPACE" "$LAB_NAMESPACE-annex" --wait=false
kubectl -n "$LAB_NAMESPACE" delete pods --all --now
kubectl wait --for=delete --timeout=60s "namespace/$LAB_NAMESPACE" "namespace/$LAB_NAMESPACE-annex"
kubectl delete pv "$LAB_NAMESPACE-catalogue" "$LAB_NAMESPACE-spare" "$LAB_NAMESPACE-scans"
