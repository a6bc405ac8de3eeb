#!/usr/bin/env bash
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# Where memory is short, new pods come only when the old ones are gone.
here scale deployment "$LAB_APP" --replicas=0
here wait --for=delete pod --selector="app=$LAB_APP" --timeout=60s
main=cpu=${LAB_CPU}m,memory=64Mi
agent=cpu=25m,memory=16Mi
here set resources deployment "$LAB_APP" --containers=main --requests="$main" --limits="$main"
here set resources deployment "$LAB_APP" --containers=agent --requests="$agent" --limits="$agent"
here scale deployment "$LAB_APP" --replicas=2
here rollout status deployment "$LAB_APP" --timeout=120s
