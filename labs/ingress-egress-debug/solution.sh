#!/usr/bin/env bash
set -euo pipefail

patch() { kubectl -n "$1" patch networkpolicy "$2" --type=json -p "$3"; }
front=$LAB_SITE-front
back=$LAB_SITE-back

case $LAB_FAULT in
  protocol)
    # Names are asked for by UDP first.
    patch "$front" all-pods '[
      {"op": "add", "path": "/spec/egress/0/ports/-", "value": {"port": 53, "protocol": "UDP"}}
    ]'
    ;;
  port)
    # Policies see the pod's port, not the Service's.
    patch "$front" web "[
      {\"op\": \"replace\", \"path\": \"/spec/egress/0/ports/0/port\", \"value\": $LAB_API_PORT}
    ]"
    ;;
  dns-pods)
    # CoreDNS' pods are still labelled kube-dns.
    patch "$back" all-pods '[
      {"op": "replace", "path": "/spec/egress/0/to/0/podSelector",
       "value": {"matchLabels": {"k8s-app": "kube-dns"}}}
    ]'
    ;;
  namespace)
    patch "$back" api "[
      {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from/0/namespaceSelector\",
       \"value\": {\"matchLabels\": {\"kubernetes.io/metadata.name\": \"$front\"}}}
    ]"
    ;;
  label)
    patch "$back" store "[
      {\"op\": \"replace\", \"path\": \"/spec/ingress/0/from/0/podSelector\",
       \"value\": {\"matchLabels\": {\"$LAB_LABEL\": \"api\"}}}
    ]"
    ;;
esac
