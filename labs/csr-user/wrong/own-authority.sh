#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
openssl req -x509 -new -key "$LAB_USER.key" -subj "/CN=$LAB_USER/O=$LAB_NAMESPACE-$LAB_TEAM" \
  -days "$LAB_DAYS" -out "$LAB_USER.crt"
kubectl config --kubeconfig "$LAB_USER.kubeconfig" set-credentials "$LAB_USER" \
  --client-key "$LAB_USER.key" --client-certificate "$LAB_USER.crt" --embed-certs=true
