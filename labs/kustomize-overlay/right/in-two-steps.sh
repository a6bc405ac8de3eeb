#!/usr/bin/env bash
# A folder between the overlay and the base, and a component.
set -euo pipefail

mkdir -p "$LAB_FILES"/{overlay,common,component}
cat >"$LAB_FILES/common/kustomization.yaml" <<YAML
resources: [../base]
images:
  - { name: nginx, newName: nginx, newTag: "$LAB_TAG" }
configMapGenerator:
  - name: $LAB_APP-pages
    behavior: merge
    literals: ['index.html="$LAB_GREETING"']
YAML
cat >"$LAB_FILES/component/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
replicas: [{ name: $LAB_APP, count: $LAB_REPLICAS }]
patches:
  - target: { kind: Deployment }
    patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: any }
      spec: { template: { spec: { containers: [{ name: web, resources: { limits: { memory: ${LAB_MEMORY}Mi } } }] } } }
YAML
cat >"$LAB_FILES/overlay/kustomization.yaml" <<YAML
resources: [../common]
components: [../component]
namespace: $LAB_NAMESPACE
nameSuffix: -$LAB_SUFFIX
commonLabels: { $LAB_LABEL: $LAB_VALUE }
YAML
kubectl apply -k "$LAB_FILES/overlay"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
