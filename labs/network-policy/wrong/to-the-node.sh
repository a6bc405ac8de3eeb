#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/anew.sh"
address=$(kubectl get nodes -l node-role.kubernetes.io/control-plane \
  -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}')
kubectl -n "$LAB_APP" patch networkpolicy web --type=json -p "[
  { \"op\": \"add\", \"path\": \"/spec/egress/-\", \"value\": {
    \"to\": [{ \"ipBlock\": { \"cidr\": \"$address/32\" } }], \"ports\": [{ \"port\": 6443 }] } }
]"
