#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# The Deployment first: its pod waits for the ConfigMap. Then it is graded at once.
mode=$((8#$LAB_PERMISSIONS))
k patch deployment "$LAB_APP" --type=json -p '[
  {"op": "add", "path": "/spec/template/spec/containers/0/env", "value": [{
    "name": "'"$LAB_VARIABLE"'",
    "valueFrom": {"configMapKeyRef": {"name": "'"$LAB_SETTINGS"'", "key": "mode"}}
  }]},
  {"op": "add", "path": "/spec/template/spec/containers/0/envFrom", "value": [
    {"configMapRef": {"name": "company"}, "prefix": "SHOP_"}
  ]},
  {"op": "add", "path": "/spec/template/spec/volumes/-", "value": {
    "name": "one-for-all",
    "configMap": {"name": "'"$LAB_SETTINGS"'", "items": [
      {"key": "limits.conf", "path": "etc/'"$LAB_FILE"'", "mode": '$mode'},
      {"key": "debug", "path": "srv/debug"}
    ]}
  }},
  {"op": "add", "path": "/spec/template/spec/containers/0/volumeMounts/-", "value":
    {"name": "one-for-all", "mountPath": "/etc/'"$LAB_APP"'/", "subPath": "etc"}},
  {"op": "add", "path": "/spec/template/spec/containers/0/volumeMounts/-", "value":
    {"name": "one-for-all", "mountPath": "/srv/'"$LAB_APP"'/debug", "subPath": "srv/debug"}}
]'
k create configmap "$LAB_SETTINGS" --from-literal=mode="$LAB_MODE" --from-literal=debug=off \
  --from-file=limits.conf=/dev/stdin <<END
max-orders=$LAB_ORDERS
max-items=$LAB_ITEMS
END
