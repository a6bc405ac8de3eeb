#!/usr/bin/env bash
set -euo pipefail

mkdir -p "$LAB_FILES/overlay"
cat >"$LAB_FILES/overlay/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
namespace: $LAB_NAMESPACE
nameSuffix: -$LAB_SUFFIX
replicas:
  - { name: $LAB_APP, count: $LAB_REPLICAS }
images:
  - { name: nginx, newTag: "$LAB_TAG" }
labels:
  - pairs: { $LAB_LABEL: $LAB_VALUE }
    includeTemplates: true
configMapGenerator:
  - name: $LAB_APP-pages
    behavior: merge
    literals: [index.html=$LAB_GREETING]
patches:
  - path: limit.yaml
YAML
cat >"$LAB_FILES/overlay/limit.yaml" <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $LAB_APP }
spec:
  template:
    spec:
      containers:
        - name: web
          resources: { limits: { memory: ${LAB_MEMORY}Mi } }
YAML
kubectl apply -k "$LAB_FILES/overlay"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
