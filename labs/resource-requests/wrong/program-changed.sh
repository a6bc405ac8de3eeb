#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
# The other Deployment is as it was.
here patch deployment "$LAB_OTHER" -p '{"spec": {"template": {"spec": {"containers": [
  {"name": "main", "resources": {"requests": {"memory": "64Mi"}}}
]}}}}'
stop
here patch deployment "$LAB_APP" -p '{"spec": {"template": {"spec": {"containers": [
  {"name": "main", "command": ["sh", "-c", "touch /tmp/ready; exec sleep 1000000"]}
]}}}}'
begin
until_rolled_out
