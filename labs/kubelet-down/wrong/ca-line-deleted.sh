#!/usr/bin/env bash
set -euo pipefail

# The kubelet starts without the line, and then does not know the API server.
cka-lab shell worker -- bash -s <<'SCRIPT'
set -euo pipefail
sed -i -e '/clientCAFile:/d' -e 's#^  x509:$#  x509: {}#' /var/lib/kubelet/config.yaml
systemctl restart kubelet
SCRIPT
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
