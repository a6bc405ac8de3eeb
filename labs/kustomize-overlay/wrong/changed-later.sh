#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES/overlay"
echo "namespace: $LAB_NAMESPACE" >>kustomization.yaml
kubectl apply -k .
sed -i '/^images:/d; /name: nginx/d' kustomization.yaml
