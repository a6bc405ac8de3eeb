#!/usr/bin/env bash
set -euo pipefail

# Goes on from only-kubeadm. The new kubelet is installed on the control plane, the former one runs.
cka-lab shell control-plane -- bash -euxs <<'NODE'
kubeadm upgrade apply --yes "v$LAB_UPGRADE_TO" $LAB_UPGRADE_FLAGS
apt-mark unhold kubelet kubectl
apt-get install -y kubelet="$LAB_UPGRADE_TO-*" kubectl="$LAB_UPGRADE_TO-*"
apt-mark hold kubelet kubectl
NODE
