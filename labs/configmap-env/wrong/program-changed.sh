#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# Only what the program starts would have it.
k patch deployment "$LAB_APP" --type=json -p '[
  {"op": "replace", "path": "/spec/template/spec/containers/0/command",
    "value": ["sh", "-c", "export '"$LAB_VARIABLE=$LAB_MODE"'; sleep 86400"]}
]'
until_rolled_out
