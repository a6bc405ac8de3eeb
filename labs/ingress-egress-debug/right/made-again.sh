#!/usr/bin/env bash
set -euo pipefail

# Deleted, and written anew with expressions, ranges of one port and the namespace's own label.
read -r namespace name < <(bash "$(dirname "$0")/../wrong/guilty.sh")
kubectl -n "$namespace" delete networkpolicy "$name"
case $name in
  all-pods) spec="
  podSelector: {}
  policyTypes: [Egress, Ingress]
  ingress: []
  egress:
    - ports:
        - { port: 53, endPort: 53, protocol: TCP }
        - { port: 53, endPort: 53, protocol: UDP }
      to:
        - namespaceSelector:
            matchExpressions:
              - { key: kubernetes.io/metadata.name, operator: In, values: [kube-system] }
          podSelector:
            matchExpressions:
              - { key: k8s-app, operator: In, values: [kube-dns] }" ;;
  web) spec="
  podSelector:
    matchLabels: { $LAB_LABEL: web }
  policyTypes: [Egress]
  egress:
    - ports: [{ port: $LAB_API_PORT }]
      to:
        - namespaceSelector: { matchLabels: { site: $LAB_SITE, part: back } }
          podSelector: { matchLabels: { $LAB_LABEL: api } }" ;;
  api) spec="
  podSelector:
    matchLabels: { $LAB_LABEL: api }
  policyTypes: [Egress, Ingress]
  ingress:
    - ports: [{ port: $LAB_API_PORT }]
      from:
        - namespaceSelector: { matchLabels: { site: $LAB_SITE, part: front } }
          podSelector: { matchLabels: { $LAB_LABEL: web } }
  egress:
    - ports: [{ port: 5432 }]
      to:
        - podSelector: { matchLabels: { $LAB_LABEL: store } }" ;;
  store) spec="
  podSelector:
    matchLabels: { $LAB_LABEL: store }
  ingress:
    - ports: [{ port: 5432 }]
      from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: $namespace } }
          podSelector: { matchLabels: { $LAB_LABEL: api } }" ;;
esac
kubectl -n "$namespace" apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: $name
spec: $spec
YAML
