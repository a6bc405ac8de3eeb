#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
mv /etc/kubernetes/manifests/kube-controller-manager.yaml /root/
until [ -z "$(crictl ps --quiet --name '^kube-controller-manager$')" ]; do sleep 1; done
SCRIPT
