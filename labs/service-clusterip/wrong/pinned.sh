#!/usr/bin/env bash
set -euo pipefail

pod=$(kubectl -n "$LAB_NAMESPACE" get pods -l "app=$LAB_OLD,track=live" -o jsonpath='{.items[0].metadata.name}')
kubectl -n "$LAB_NAMESPACE" label pod "$pod" serves=clients
kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_OLD" "app=$LAB_OLD,serves=clients"
