#!/usr/bin/env bash
set -euo pipefail

# The manifest was moved away for the repair, and not moved back.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/
until [ -z "$(crictl ps --quiet --name '^kube-apiserver$')" ]; do sleep 1; done
SCRIPT
