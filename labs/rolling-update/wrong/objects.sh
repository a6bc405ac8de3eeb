#!/usr/bin/env bash
set -euo pipefail

# What the solution does, in steps that a mistake leaves out or gets wrong.

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# set_strategy SURGE UNAVAILABLE, as JSON
set_strategy() {
  k patch deployment "$LAB_PRESS" -p '{"spec": {"strategy": {
    "type": "RollingUpdate", "rollingUpdate": {"maxSurge": '"$1"', "maxUnavailable": '"$2"'}
  }}}'
}

the_strategy() {
  set_strategy "\"$LAB_SURGE%\"" "$LAB_UNAVAILABLE"
}

update() {
  k set image "deployment/$LAB_PRESS" web=nginx:1.29
}

give_cause() {
  k annotate deployment "$LAB_PRESS" kubernetes.io/change-cause="$LAB_TICKET" --overwrite
}

back() {
  k rollout undo "deployment/$LAB_PRESS" --to-revision="$LAB_REVISION"
}

until_rolled_out() {
  k rollout status "deployment/$LAB_PRESS" --timeout=90s
}
