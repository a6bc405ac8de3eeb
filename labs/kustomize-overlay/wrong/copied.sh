#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES/overlay"
cp ../base/{deployment,service}.yaml .
sed -i 's#\[../base\]#[deployment.yaml, service.yaml]#; s/behavior: merge/behavior: create/' \
  kustomization.yaml
sed -i "s/literals: .*/literals: [index.html=$LAB_GREETING, rules.html=please-knock]/" kustomization.yaml
# Without the patch of the last mistake, which removes a container.
sed -i '/target: { kind: Deployment }/,$d' kustomization.yaml
kubectl apply -k .
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_APP-$LAB_SUFFIX" --timeout=300s
