#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" create configmap "$LAB_LATER" --from-literal=entry=again
kubectl -n "$LAB_NAMESPACE" create configmap "$LAB_NEWEST" --from-literal=entry=again
