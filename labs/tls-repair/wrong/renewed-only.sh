#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
kubeadm certs renew apiserver
crictl ps --quiet --name '^kube-apiserver$' | xargs crictl stop
SCRIPT
