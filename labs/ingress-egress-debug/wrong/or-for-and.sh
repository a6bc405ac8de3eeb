#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" patch networkpolicy api --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from\", \"value\": [
    {\"namespaceSelector\": {\"matchLabels\": {\"kubernetes.io/metadata.name\": \"$LAB_SITE-front\"}}},
    {\"podSelector\": {\"matchLabels\": {\"$LAB_LABEL\": \"web\"}}}
  ]}
]"
