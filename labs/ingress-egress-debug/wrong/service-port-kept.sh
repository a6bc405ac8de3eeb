#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-front" patch networkpolicy web --type=json -p "[
  {\"op\": \"add\", \"path\": \"/spec/egress/0/ports\", \"value\": [{\"port\": 80}, {\"port\": $LAB_API_PORT}]}
]"
