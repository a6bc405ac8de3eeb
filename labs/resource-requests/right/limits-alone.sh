#!/usr/bin/env bash
set -euo pipefail

# Requests that are left out are the limits. The Deployment is made anew, as it was but for these.
here() { kubectl -n "$LAB_NAMESPACE" "$@"; }
file=$(mktemp)
trap 'rm -f "$file"' EXIT
here patch deployment "$LAB_APP" --type=json --dry-run=client -o yaml -p '[
  {"op": "replace", "path": "/spec/template/spec/containers/0/resources",
   "value": {"limits": {"cpu": "'"$LAB_CPU"'m", "memory": "64Mi"}}},
  {"op": "replace", "path": "/spec/template/spec/containers/1/resources",
   "value": {"limits": {"cpu": "25m", "memory": "16Mi"}}}
]' >"$file"
here replace --force -f "$file"
here rollout status deployment "$LAB_APP" --timeout=120s
