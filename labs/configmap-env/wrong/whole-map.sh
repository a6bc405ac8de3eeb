#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# The prefix is there again.
k patch deployment "$LAB_APP" --type=json \
  -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/envFrom"}]'
items="defaultMode: $LAB_PERMISSIONS"
k patch deployment "$LAB_APP" -p '{"spec": {"template": {"spec": {"volumes": [
  {"name": "limits", "configMap": {"items": null}}
]}}}}'
make_app
until_rolled_out
