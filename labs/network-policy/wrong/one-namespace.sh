#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
kubectl -n "$LAB_APP-data" get networkpolicy database -o yaml |
  sed "s/^  namespace: .*/  namespace: $LAB_APP/; /resourceVersion/d; /uid/d" |
  kubectl create -f -
kubectl -n "$LAB_APP-data" delete networkpolicy --all
