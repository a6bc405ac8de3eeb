#!/usr/bin/env bash
set -euo pipefail

# The workloads under both API groups, since the core group serves none; a right said twice.
kubectl apply -f - <<YAML
apiVersion: v1
kind: ServiceAccount
metadata:
  name: $LAB_ACCOUNT
  namespace: $LAB_NAMESPACE
YAML
kubectl auth reconcile -f - <<YAML
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: release
  namespace: $LAB_NAMESPACE
rules:
  - apiGroups: ["", apps]
    resources: [$LAB_RESOURCE]
    verbs: [get, list, watch]
  - apiGroups: ["", apps]
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
  - apiGroups: [""]
    resources: [configmaps]
    resourceNames: [$LAB_RECORD]
    verbs: [update]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: release
  namespace: $LAB_NAMESPACE
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: release
subjects:
  - kind: ServiceAccount
    name: $LAB_ACCOUNT
    namespace: $LAB_NAMESPACE
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: release
  namespace: $LAB_NAMESPACE-staging
rules:
  - apiGroups: ["", apps]
    resources: [$LAB_RESOURCE]
    verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: release
  namespace: $LAB_NAMESPACE-staging
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: release
subjects:
  - kind: ServiceAccount
    name: $LAB_ACCOUNT
    namespace: $LAB_NAMESPACE
YAML
