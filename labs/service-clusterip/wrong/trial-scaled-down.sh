#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_OLD" "app=$LAB_OLD"
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_OLD-trial" --replicas=0
kubectl -n "$LAB_NAMESPACE" wait pods -l track=trial --for=delete --timeout=30s
