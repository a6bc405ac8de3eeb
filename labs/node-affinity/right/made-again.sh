#!/usr/bin/env bash
set -euo pipefail

case $LAB_RULE in
  have) operator=Exists ;;
  lack) operator=DoesNotExist ;;
esac

kubectl -n "$LAB_NAMESPACE" delete "$LAB_KIND/$LAB_GUARD" "deployment/$LAB_WORKER"
kubectl -n "$LAB_NAMESPACE" create -f - <<YAML
apiVersion: apps/v1
kind: $LAB_KIND
metadata: { name: $LAB_GUARD }
spec:
  selector: { matchLabels: { app: $LAB_GUARD } }
  template:
    metadata: { labels: { app: $LAB_GUARD } }
    spec:
      terminationGracePeriodSeconds: 0
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - { key: node-role.kubernetes.io/control-plane, operator: $operator }
      tolerations:
        - { key: node-role.kubernetes.io/control-plane, operator: Exists }
      containers:
        - { name: idle, image: "busybox:1.37", command: [sleep, "86400"] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: $LAB_WORKER }
spec:
  replicas: 2
  selector: { matchLabels: { app: $LAB_WORKER } }
  template:
    metadata: { labels: { app: $LAB_WORKER } }
    spec:
      terminationGracePeriodSeconds: 0
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - { key: kubernetes.io/os, operator: In, values: [linux] }
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: $LAB_LOW
              preference:
                matchExpressions:
                  - { key: $LAB_LABEL, operator: In, values: [$LAB_GOOD] }
            - weight: $LAB_HIGH
              preference:
                matchExpressions:
                  - { key: $LAB_LABEL, operator: In, values: [$LAB_BEST] }
      containers:
        - { name: idle, image: "busybox:1.37", command: [sleep, "86400"] }
YAML

kubectl -n "$LAB_NAMESPACE" rollout status "$LAB_KIND/$LAB_GUARD" --timeout=90s
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_WORKER" --timeout=90s
