#!/usr/bin/env bash
set -euo pipefail

# What it lets through is the same; it was to be left alone.
kubectl -n "$LAB_SITE-back" delete networkpolicy open
read -r namespace name < <(bash "$(dirname "$0")/guilty.sh")
if [ "$name" = store ]; then
  kubectl -n "$LAB_SITE-front" patch networkpolicy web --type=merge -p '{"spec": {"ingress": []}}'
  kubectl -n "$LAB_SITE-front" patch networkpolicy web --type=merge \
    -p '{"spec": {"policyTypes": ["Ingress", "Egress"]}}'
else
  kubectl -n "$LAB_SITE-back" patch networkpolicy store --type=merge \
    -p '{"spec": {"policyTypes": ["Ingress", "Egress"]}}'
fi
