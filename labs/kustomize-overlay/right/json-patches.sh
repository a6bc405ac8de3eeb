#!/usr/bin/env bash
# JSON patches in files; the label reaches selectors too; what comes out is applied as a file.
set -euo pipefail

mkdir -p "$LAB_FILES/overlay/patches"
cd "$LAB_FILES/overlay"
cat >Kustomization <<YAML
resources: [../base]
namespace: $LAB_NAMESPACE
nameSuffix: -$LAB_SUFFIX
labels:
  - pairs: { $LAB_LABEL: $LAB_VALUE }
    includeSelectors: true
patches:
  - path: patches/deployment.json
    target: { kind: Deployment }
  - path: patches/pages.yaml
    target: { kind: ConfigMap, name: $LAB_APP-pages }
YAML
cat >patches/deployment.json <<JSON
[
  { "op": "replace", "path": "/spec/replicas", "value": $LAB_REPLICAS },
  { "op": "replace", "path": "/spec/template/spec/containers/1/image", "value": "nginx:$LAB_TAG" },
  { "op": "add", "path": "/spec/template/spec/containers/1/resources",
    "value": { "limits": { "memory": "${LAB_MEMORY}Mi" } } }
]
JSON
cat >patches/pages.yaml <<YAML
- op: replace
  path: /data/index.html
  value: $LAB_GREETING
YAML
kubectl kustomize . >"$LAB_FILES/all.yaml"
kubectl apply -f "$LAB_FILES/all.yaml"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
