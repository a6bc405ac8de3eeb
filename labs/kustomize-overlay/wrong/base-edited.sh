#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
cat >overlay/kustomization.yaml <<YAML
resources: [../base]
namespace: $LAB_NAMESPACE
nameSuffix: -$LAB_SUFFIX
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
sed -i "s/nginx:1.27/nginx:$LAB_TAG/; s/replicas: 1/replicas: $LAB_REPLICAS/" base/deployment.yaml
kubectl apply -k overlay
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
