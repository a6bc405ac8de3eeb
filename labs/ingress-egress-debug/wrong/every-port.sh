#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-front" patch networkpolicy web --type=json -p "[
  {\"op\": \"remove\", \"path\": \"/spec/egress/0/ports\"}
]"
