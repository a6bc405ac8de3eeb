#!/usr/bin/env bash
set -euo pipefail

# Port 53 of whatever address: the task leaves that open.
kubectl apply -f - <<YAML
# All pods: nothing in, and out only to the cluster's DNS.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: all-pods
  namespace: $LAB_APP
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - ports:
        - { port: 53, protocol: UDP }
        - { port: 53, protocol: TCP }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: all-pods
  namespace: $LAB_APP-data
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  egress:
    - ports:
        - { port: 53, protocol: UDP }
        - { port: 53, protocol: TCP }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
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
  name: api
  namespace: $LAB_APP
spec:
  podSelector:
    matchLabels: { $LAB_LABEL: $LAB_API }
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels: { $LAB_LABEL: $LAB_WEB }
      ports:
        - port: $LAB_API_PORT
  egress:
    - to:
        # One entry: the namespace and the label.
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
  name: database
  namespace: $LAB_APP-data
spec:
  podSelector:
    matchLabels: { $LAB_LABEL: $LAB_DATABASE }
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: $LAB_APP }
          podSelector:
            matchLabels: { $LAB_LABEL: $LAB_API }
      ports:
        - port: 3306
YAML
