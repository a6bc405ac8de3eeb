#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- \
  sed -i 's#--leader-elect=true#--leader-elect=false#' "/etc/kubernetes/manifests/$LAB_COMPONENT.yaml"
