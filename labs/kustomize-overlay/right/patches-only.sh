#!/usr/bin/env bash
# One patch for all of the Deployment, another name of the file, quantities in bytes, and a page from
# a file; applied by the server.
set -euo pipefail

mkdir -p "$LAB_FILES/overlay"
cd "$LAB_FILES/overlay"
printf %s "$LAB_GREETING" >page.txt
cat >kustomization.yml <<YAML
resources:
  - ./../base/
namespace: $LAB_NAMESPACE
nameSuffix: "-$LAB_SUFFIX"
configMapGenerator:
  - name: $LAB_APP-pages
    behavior: merge
    files: [index.html=page.txt]
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: $LAB_APP
        labels: { $LAB_LABEL: $LAB_VALUE }
      spec:
        replicas: $LAB_REPLICAS
        template:
          metadata:
            labels: { $LAB_LABEL: $LAB_VALUE }
          spec:
            containers:
              - name: web
                image: docker.io/library/nginx:$LAB_TAG
                resources: { limits: { memory: "$((LAB_MEMORY * 1024 * 1024))" } }
  - target: { kind: Service }
    patch: |-
      - { op: add, path: /metadata/labels/$LAB_LABEL, value: $LAB_VALUE }
YAML
kubectl apply --server-side -k .
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
