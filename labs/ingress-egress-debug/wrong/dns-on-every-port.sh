#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" patch networkpolicy all-pods --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/egress\", \"value\": [{\"to\": [{
    \"namespaceSelector\": {\"matchLabels\": {\"kubernetes.io/metadata.name\": \"kube-system\"}},
    \"podSelector\": {\"matchLabels\": {\"k8s-app\": \"kube-dns\"}}
  }]}]}
]"
