#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-front" patch networkpolicy all-pods --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/egress\", \"value\": [{\"ports\": [{\"port\": 53, \"protocol\": \"UDP\"}]}]}
]"
