#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
repair
{ main_block; stub_block "$(address_of names)"; } | configure
k patch service kube-dns --type=json -p '[
  {"op": "replace", "path": "/spec/ports/1/targetPort", "value": 5353}
]'
until_rolled_out
