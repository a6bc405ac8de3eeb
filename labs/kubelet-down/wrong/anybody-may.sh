#!/usr/bin/env bash
set -euo pipefail

cka-lab shell worker -- bash -s <<'SCRIPT'
set -euo pipefail
sed -i -e '/^  anonymous:/{n;s/false/true/}' -e 's/^  mode: Webhook/  mode: AlwaysAllow/' \
  /var/lib/kubelet/config.yaml
systemctl restart kubelet
SCRIPT
