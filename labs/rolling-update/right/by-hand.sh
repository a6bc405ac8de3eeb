#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

case $LAB_REVISION in
  2) edition=noon ;;
  3) edition=evening ;;
esac

# The strategy in an editor, then the update while it is paused.
k get deployment "$LAB_PRESS" -o yaml |
  sed "s/maxSurge: .*/maxSurge: $LAB_SURGE%/; s/maxUnavailable: .*/maxUnavailable: $LAB_UNAVAILABLE/" |
  k replace -f -
k rollout pause "deployment/$LAB_PRESS"
k set image "deployment/$LAB_PRESS" web=nginx:1.29
k annotate deployment "$LAB_PRESS" kubernetes.io/change-cause="$LAB_TICKET" --overwrite
k rollout resume "deployment/$LAB_PRESS"
k rollout status "deployment/$LAB_PRESS" --timeout=90s

# What the earlier revision ran, set by hand: it is that revision, and gets a new number.
k patch deployment "$LAB_PRESS" -p '{"spec": {"template": {"spec": {"containers": [
  {"name": "web", "image": "nginx:1.28", "env": [{"name": "EDITION", "value": "'$edition'"}]}
]}}}}'
k annotate deployment "$LAB_PRESS" kubernetes.io/change-cause="back to $edition" --overwrite
k rollout status "deployment/$LAB_PRESS" --timeout=90s
