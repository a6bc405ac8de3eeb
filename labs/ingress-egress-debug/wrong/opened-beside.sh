#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: open
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - {}
YAML
