#!/usr/bin/env bash
# What mistakes do to the Deployment.
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# give CONTAINER REQUESTS LIMITS, such as: give agent cpu=25m,memory=16Mi cpu=25m,memory=16Mi
give() {
  here set resources deployment "$LAB_APP" --containers="$1" --requests="$2" --limits="$3"
}

give_main() { give main "cpu=${LAB_CPU}m,memory=64Mi" "cpu=${LAB_CPU}m,memory=64Mi"; }
give_agent() { give agent cpu=25m,memory=16Mi cpu=25m,memory=16Mi; }

# New pods come only when the old ones are gone.
stop() {
  here scale deployment "$LAB_APP" --replicas=0
  here wait --for=delete pod --selector="app=$LAB_APP" --timeout=60s
}

begin() { here scale deployment "$LAB_APP" --replicas=2; }
until_rolled_out() { here rollout status deployment "$LAB_APP" --timeout=120s; }
