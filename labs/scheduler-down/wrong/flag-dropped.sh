#!/usr/bin/env bash
set -euo pipefail

# The line that is refused is deleted: from now on the component listens on every address.
cka-lab shell control-plane -- sed -i '/--bind-address=/d' "/etc/kubernetes/manifests/$LAB_COMPONENT.yaml"
