#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" patch networkpolicy store --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from/0/podSelector\", \"value\": {}}
]"
