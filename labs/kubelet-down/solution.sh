#!/usr/bin/env bash
set -euo pipefail

cka-lab shell worker -- bash -s <<'SCRIPT'
set -euo pipefail
# What is wrong? `systemctl status containerd kubelet`, then `journalctl -u kubelet`.
sed -i 's#/client-ca.crt$#/ca.crt#' /var/lib/kubelet/config.yaml
sed -i 's#--container-runtime=remote ##' /var/lib/kubelet/kubeadm-flags.env
sed -i 's#:6444$#:6443#' /etc/kubernetes/kubelet.conf
systemctl enable --quiet --now containerd kubelet
systemctl restart kubelet
SCRIPT

kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
