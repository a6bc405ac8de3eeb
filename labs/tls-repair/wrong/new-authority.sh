#!/usr/bin/env bash
set -euo pipefail

# With a new authority no kubeconfig, kubelet or pod trusts anything any more.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
pki=/etc/kubernetes/pki
rm $pki/ca.crt $pki/ca.key $pki/apiserver.crt $pki/apiserver.key
kubeadm init phase certs ca
kubeadm init phase certs apiserver --kubernetes-version "v$LAB_KUBERNETES" \
  --control-plane-endpoint "$LAB_CLUSTER-control-plane" --apiserver-cert-extra-sans localhost,127.0.0.1
crictl ps --quiet --name '^kube-apiserver$' | xargs --no-run-if-empty crictl stop
SCRIPT
