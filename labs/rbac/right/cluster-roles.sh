#!/usr/bin/env bash
set -euo pipefail

# ClusterRoles, bound by RoleBindings: what both namespaces share is written once.
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
rules:
  - apiGroups: [apps]
    resources: [$LAB_RESOURCE]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: release-$LAB_ACCOUNT
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
kind: RoleBinding
metadata:
  name: release-workloads
  namespace: $LAB_NAMESPACE
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: release-$LAB_ACCOUNT-workloads
subjects:
  - kind: ServiceAccount
    name: $LAB_ACCOUNT
    namespace: $LAB_NAMESPACE
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: release-rest
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
  name: release-workloads
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
