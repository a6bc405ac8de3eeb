#!/usr/bin/env bash
set -euo pipefail

for namespace in "$LAB_APP" "$LAB_APP-data"; do
  kubectl -n "$namespace" apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
YAML
done
