#!/usr/bin/env bash
set -euo pipefail

for namespace in "$LAB_APP" "$LAB_APP-data"; do
  kubectl -n "$namespace" apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny-ingress
spec:
  podSelector: {}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny-egress
spec:
  podSelector: {}
  policyTypes: [Egress]
---
# The type follows from the rules: Ingress always, Egress since there is a rule.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: dns
spec:
  podSelector: {}
  egress:
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: kube-system }
      ports:
        - { port: 53, protocol: UDP }
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: kube-system }
      ports:
        - { port: 53, protocol: TCP }
YAML
done

kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web-to-api
  namespace: $LAB_APP
spec:
  podSelector:
    matchLabels: { $LAB_LABEL: $LAB_WEB }
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchLabels: { $LAB_LABEL: $LAB_API }
      ports:
        - port: $LAB_API_PORT
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api-from-web
  namespace: $LAB_APP
spec:
  podSelector:
    matchLabels: { $LAB_LABEL: $LAB_API }
  ingress:
    - from:
        - podSelector:
            matchLabels: { $LAB_LABEL: $LAB_WEB }
      ports:
        - port: $LAB_API_PORT
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api-to-database
  namespace: $LAB_APP
spec:
  podSelector:
    matchLabels: { $LAB_LABEL: $LAB_API }
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: $LAB_APP-data }
          podSelector:
            matchLabels: { $LAB_LABEL: $LAB_DATABASE }
      ports:
        - port: 3306
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: database-from-api
  namespace: $LAB_APP-data
spec:
  podSelector:
    matchLabels: { $LAB_LABEL: $LAB_DATABASE }
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: $LAB_APP }
          podSelector:
            matchLabels: { $LAB_LABEL: $LAB_API }
      ports:
        - port: 3306
YAML
