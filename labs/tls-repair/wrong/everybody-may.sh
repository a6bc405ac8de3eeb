#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- \
  sed -i 's#--authorization-mode=.*#--authorization-mode=AlwaysAllow#' /etc/kubernetes/manifests/kube-apiserver.yaml
