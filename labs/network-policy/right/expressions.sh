#!/usr/bin/env bash
set -euo pipefail

# Set-based selectors, a port range of one port, and policies for the pods that are no exception.
for namespace in "$LAB_APP" "$LAB_APP-data"; do
  kubectl -n "$namespace" apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: everybody
spec:
  podSelector:
    matchExpressions:
      - { key: no-such-label, operator: NotIn, values: [never] }
  policyTypes: [Ingress, Egress]
  ingress: []
  egress:
    - to:
        - namespaceSelector:
            matchExpressions:
              - { key: kubernetes.io/metadata.name, operator: In, values: [kube-system] }
          podSelector:
            matchExpressions:
              - { key: k8s-app, operator: In, values: [kube-dns] }
      ports:
        - { port: 53, endPort: 53, protocol: UDP }
        - { port: 53, endPort: 53, protocol: TCP }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: exceptions
spec:
  podSelector:
    matchExpressions:
      - { key: no-such-label, operator: In, values: [never] }
  policyTypes: [Ingress, Egress]
  egress:
    - ports:
        - { port: 53, protocol: UDP }
        - { port: 53, protocol: TCP }
YAML
done

kubectl apply -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: $LAB_APP
spec:
  podSelector:
    matchExpressions:
      - { key: $LAB_LABEL, operator: In, values: [$LAB_WEB] }
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector:
            matchExpressions:
              - { key: $LAB_LABEL, operator: In, values: [$LAB_API] }
          namespaceSelector:
            matchExpressions:
              - { key: kubernetes.io/metadata.name, operator: In, values: [$LAB_APP] }
      ports:
        - { port: $LAB_API_PORT, endPort: $LAB_API_PORT }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
  namespace: $LAB_APP
spec:
  podSelector:
    matchExpressions:
      - { key: $LAB_LABEL, operator: In, values: [$LAB_API] }
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchExpressions:
              - { key: $LAB_LABEL, operator: In, values: [$LAB_WEB] }
      ports:
        - port: $LAB_API_PORT
  egress:
    - to:
        - podSelector:
            matchExpressions:
              - { key: $LAB_LABEL, operator: In, values: [$LAB_DATABASE] }
          namespaceSelector:
            matchExpressions:
              - { key: kubernetes.io/metadata.name, operator: In, values: [$LAB_APP-data] }
      ports:
        - { port: 3306, endPort: 3306 }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: database
  namespace: $LAB_APP-data
spec:
  podSelector:
    matchExpressions:
      - { key: $LAB_LABEL, operator: In, values: [$LAB_DATABASE] }
  ingress:
    - from:
        - podSelector:
            matchExpressions:
              - { key: $LAB_LABEL, operator: In, values: [$LAB_API] }
          namespaceSelector:
            matchExpressions:
              - { key: kubernetes.io/metadata.name, operator: In, values: [$LAB_APP] }
      ports:
        - port: 3306
YAML
