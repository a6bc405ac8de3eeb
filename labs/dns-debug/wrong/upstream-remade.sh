#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
k scale deployment coredns --replicas=2
kubectl -n "$LAB_NAMESPACE" get pod names -o yaml | kubectl replace --force --grace-period=0 -f -
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s pod/names
until_rolled_out
