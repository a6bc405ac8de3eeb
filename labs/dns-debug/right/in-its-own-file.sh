#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/../wrong/parts.sh"
repair
# The stub domain stands in a file of its own, which the Corefile imports.
{ echo 'import stub.conf'; main_block; } >"$LAB_FILES/Corefile"
stub_block "$(address_of names)" >"$LAB_FILES/stub.conf"
k create configmap coredns --from-file="$LAB_FILES/Corefile" --from-file="$LAB_FILES/stub.conf" \
  --dry-run=client -o yaml | k replace -f -
k patch deployment coredns --type=json -p '[
  {"op": "add", "path": "/spec/template/spec/volumes/0/configMap/items/-",
    "value": {"key": "stub.conf", "path": "stub.conf"}}
]'
rm "$LAB_FILES/Corefile" "$LAB_FILES/stub.conf"
until_rolled_out
