#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# The mode is right again.
k patch deployment "$LAB_APP" --type=json -p '[
  {"op": "replace", "path": "/spec/template/spec/containers/0/volumeMounts", "value": [
    {"name": "limits", "mountPath": "/etc/'"$LAB_APP"'"},
    {"name": "settings", "mountPath": "/srv/'"$LAB_APP"'"}
  ]}
]'
k patch deployment "$LAB_APP" -p '{"spec": {"template": {"spec": {"volumes": [
  {"name": "limits", "configMap": {"defaultMode": '"$((8#$LAB_PERMISSIONS))"'}}
]}}}}'
until_rolled_out
