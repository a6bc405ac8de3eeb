#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
patch='[{"op": "remove", "path": "/spec/egress/0/to"}, {"op": "remove", "path": "/spec/egress/0/ports"}]'
kubectl -n "$LAB_APP-data" patch networkpolicy all-pods --type=json -p "$patch"
