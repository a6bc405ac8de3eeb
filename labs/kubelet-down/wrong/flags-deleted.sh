#!/usr/bin/env bash
set -euo pipefail

# All flags go with the one that is refused.
cka-lab shell worker -- bash -c 'rm /var/lib/kubelet/kubeadm-flags.env && systemctl restart kubelet'
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
