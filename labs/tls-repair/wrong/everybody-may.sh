#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
sed -i 's#--authorization-mode=.*#--authorization-mode=AlwaysAllow#' /etc/kubernetes/manifests/kube-apiserver.yaml
until pgrep --full '^kube-apiserver .*--authorization-mode=AlwaysAllow' >/dev/null; do sleep 1; done
SCRIPT
until kubectl get --raw /readyz &>/dev/null; do sleep 1; done
