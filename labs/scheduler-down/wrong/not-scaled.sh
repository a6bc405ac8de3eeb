#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
manifests=/etc/kubernetes/manifests
[ -e "$manifests/$LAB_COMPONENT.yaml" ] || mv "/etc/kubernetes/$LAB_COMPONENT.yaml" $manifests/
sed -i -e 's#\(image: .*\)-rc\.9$#\1#' -e 's#\.config$#.conf#' -e 's#--bind-adress=#--bind-address=#' \
  "$manifests/$LAB_COMPONENT.yaml"
SCRIPT
