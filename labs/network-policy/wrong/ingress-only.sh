#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
kubectl -n "$LAB_APP" delete networkpolicy web
patch='{"spec": {"policyTypes": ["Ingress"], "egress": null}}'
kubectl -n "$LAB_APP" patch networkpolicy all-pods --type=merge -p "$patch"
kubectl -n "$LAB_APP" patch networkpolicy api --type=merge -p "$patch"
kubectl -n "$LAB_APP-data" patch networkpolicy all-pods --type=merge -p "$patch"
