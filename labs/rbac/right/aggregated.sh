#!/usr/bin/env bash
set -euo pipefail

# A ClusterRole that a controller fills with the rules of two others.
kubectl apply -f - <<YAML
apiVersion: v1
kind: ServiceAccount
metadata:
  name: $LAB_ACCOUNT
  namespace: $LAB_NAMESPACE
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: release-$LAB_ACCOUNT-workloads
  labels: { aggregate-to-release: "$LAB_ACCOUNT" }
rules:
  - apiGroups: [apps]
    resources: [$LAB_RESOURCE]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: release-$LAB_ACCOUNT-records
  labels: { aggregate-to-release: "$LAB_ACCOUNT" }
rules:
  - apiGroups: [apps]
    resources: [$LAB_RESOURCE]
    verbs: [watch]
  - apiGroups: [apps]
    resources: [$LAB_RESOURCE]
    resourceNames: [$LAB_WORKLOAD]
    verbs: [patch]
  - apiGroups: [""]
    resources: [pods, pods/log]
    verbs: [get]
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [create]
  - apiGroups: [""]
    resources: [configmaps]
    resourceNames: [$LAB_RECORD]
    verbs: [get, update]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: release-$LAB_ACCOUNT
aggregationRule:
  clusterRoleSelectors:
    - matchLabels: { aggregate-to-release: "$LAB_ACCOUNT" }
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: release
  namespace: $LAB_NAMESPACE
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: release-$LAB_ACCOUNT
subjects:
  - kind: ServiceAccount
    name: $LAB_ACCOUNT
    namespace: $LAB_NAMESPACE
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: release
  namespace: $LAB_NAMESPACE-staging
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: release-$LAB_ACCOUNT-workloads
subjects:
  - kind: ServiceAccount
    name: $LAB_ACCOUNT
    namespace: $LAB_NAMESPACE
YAML
