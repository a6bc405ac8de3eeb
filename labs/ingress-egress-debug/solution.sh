#!/usr/bin/env bash
set -euo pipefail

patch() { kubectl -n "$1" patch networkpolicy "$2" --type=json -p "$3"; }
front=$LAB_SITE-front
back=$LAB_SITE-back

# What is wrong shows in `kubectl describe networkpolicies`. Each of these says what must stand there;
# in four policies it does, and they stay as they are.

# Names are asked for by UDP first.
patch "$front" all-pods '[
  {"op": "replace", "path": "/spec/egress/0/ports",
   "value": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}
]'
# Policies see the pod's port, not the Service's.
patch "$front" web "[
  {\"op\": \"replace\", \"path\": \"/spec/egress/0/ports/0/port\", \"value\": $LAB_API_PORT}
]"
# CoreDNS' pods are still labelled kube-dns.
patch "$back" all-pods '[
  {"op": "replace", "path": "/spec/egress/0/to/0/podSelector",
   "value": {"matchLabels": {"k8s-app": "kube-dns"}}}
]'
patch "$back" api "[
  {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from/0/namespaceSelector\",
   \"value\": {\"matchLabels\": {\"kubernetes.io/metadata.name\": \"$front\"}}}
]"
patch "$back" store "[
  {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from/0/podSelector\",
   \"value\": {\"matchLabels\": {\"$LAB_LABEL\": \"api\"}}}
]"
