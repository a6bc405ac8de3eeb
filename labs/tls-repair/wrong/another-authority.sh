#!/usr/bin/env bash
set -euo pipefail

# The file is there, and is not what signed the clients' certificates.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
sed -i 's#--client-ca-file=.*#--client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt#' \
  /etc/kubernetes/manifests/kube-apiserver.yaml
until [ -n "$(crictl ps --quiet --name '^kube-apiserver$')" ]; do sleep 1; done
SCRIPT
