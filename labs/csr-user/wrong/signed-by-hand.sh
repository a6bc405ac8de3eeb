#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
cka-lab shell control-plane -- openssl x509 -req -days "$LAB_DAYS" -set_serial 77 \
  -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key <"$LAB_USER.csr" >"$LAB_USER.crt"
kubectl config --kubeconfig "$LAB_USER.kubeconfig" set-credentials "$LAB_USER" \
  --client-key "$LAB_USER.key" --client-certificate "$LAB_USER.crt" --embed-certs=true
