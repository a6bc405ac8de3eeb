#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
here patch limitrange bounds --type=json \
  -p '[{"op": "replace", "path": "/spec/limits/0/default/memory", "value": "64Mi"}]'
here rollout restart deployment "$LAB_APP"
until_rolled_out
