#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
give_agent
here patch deployment "$LAB_APP" -p '{"spec": {"template": {"spec": {"containers": [
  {"name": "main", "resources": {"requests": {"memory": "64Mi"}, "limits": {"memory": "64Mi"}}}
]}}}}'
