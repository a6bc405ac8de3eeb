#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" patch networkpolicy api --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from/0/namespaceSelector\", \"value\": {}}
]"
