#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
patch='[{"op": "remove", "path": "/spec/egress/0/to/0/podSelector"}]'
kubectl -n "$LAB_APP" patch networkpolicy api --type=json -p "$patch"
