#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
# Both pods get twice the memory, and no longer wait to be restarted.
for pod in $(here get pods --selector="app=$LAB_APP" -o name); do
  here patch "$pod" --subresource=resize -p '{"spec": {"containers": [
    {"name": "main", "resources": {"requests": {"memory": "64Mi"}, "limits": {"memory": "64Mi"}}}
  ]}}'
done
until_rolled_out
