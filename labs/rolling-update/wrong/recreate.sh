#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
k patch deployment "$LAB_PRESS" --type=json -p '[
  {"op": "replace", "path": "/spec/strategy", "value": {"type": "Recreate"}}
]'
