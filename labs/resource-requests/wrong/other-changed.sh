#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
begin
here patch deployment "$LAB_OTHER" -p '{"spec": {"template": {"spec": {"containers": [
  {"name": "main", "resources": {"requests": {"memory": "16Mi"}}}
]}}}}'
until_rolled_out
