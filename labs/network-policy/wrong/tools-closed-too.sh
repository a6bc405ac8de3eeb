#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_APP-tools" apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector: {}
YAML
