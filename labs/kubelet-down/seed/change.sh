#!/usr/bin/env bash
# From now on the node does not work.
set -euo pipefail

case $LAB_FAULT in
  kubelet) systemctl disable --quiet --now kubelet ;;
  runtime) systemctl disable --quiet --now containerd ;;
  config) sed -i 's#^\( *clientCAFile: .*/\)ca.crt$#\1client-ca.crt#' /var/lib/kubelet/config.yaml ;;
  flag) sed -i 's#ARGS="#ARGS="--container-runtime=remote #' /var/lib/kubelet/kubeadm-flags.env ;;
  server) sed -i 's#^\( *server: .*\):6443$#\1:6444#' /etc/kubernetes/kubelet.conf ;;
esac
case $LAB_FAULT in
  config | flag | server) systemctl restart kubelet ;;
esac
