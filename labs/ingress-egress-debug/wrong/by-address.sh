#!/usr/bin/env bash
set -euo pipefail

address=$(kubectl -n "$LAB_SITE-front" get pod web -o jsonpath="{.status.podIP}")
kubectl -n "$LAB_SITE-back" patch networkpolicy api --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from\", \"value\": [{\"ipBlock\": {\"cidr\": \"$address/32\"}}]}
]"
