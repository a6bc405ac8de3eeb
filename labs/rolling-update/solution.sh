#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

k patch deployment "$LAB_PRESS" -p '{"spec": {"strategy": {
  "type": "RollingUpdate",
  "rollingUpdate": {"maxSurge": "'"$LAB_SURGE"'%", "maxUnavailable": '"$LAB_UNAVAILABLE"'}
}}}'

k set image "deployment/$LAB_PRESS" web=nginx:1.29
k annotate deployment "$LAB_PRESS" kubernetes.io/change-cause="$LAB_TICKET" --overwrite
k rollout status "deployment/$LAB_PRESS" --timeout=90s

k rollout undo "deployment/$LAB_PRESS" --to-revision="$LAB_REVISION"
k rollout status "deployment/$LAB_PRESS" --timeout=90s
