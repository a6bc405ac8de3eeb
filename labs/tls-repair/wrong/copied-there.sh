#!/usr/bin/env bash
set -euo pipefail

# The file is put where the flag looks for it, so there are two now.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
cp /etc/kubernetes/pki/ca.crt /etc/kubernetes/pki/client-ca.crt
systemctl restart kubelet
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do sleep 1; done
SCRIPT
