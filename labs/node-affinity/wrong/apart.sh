#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
worker "$(terms "$linux_term")" "$preferred"
kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKER" --type=merge -p '{"spec": {"template": {"spec": {
  "affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
    {"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"none": "has"}}}
  ]}}
}}}}'
