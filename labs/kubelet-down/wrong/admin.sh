#!/usr/bin/env bash
set -euo pipefail

# The kubelet gets the administrator's kubeconfig, and with it all rights.
cka-lab shell control-plane -- cat /etc/kubernetes/admin.conf |
  cka-lab shell worker -- bash -c 'cat >/etc/kubernetes/kubelet.conf && systemctl restart kubelet'
