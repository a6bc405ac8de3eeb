#!/usr/bin/env bash
set -euo pipefail

# The new kubeadm is there, and nothing was done with it.
cka-lab shell control-plane -- bash -euxs <<'NODE'
apt-get update
apt-mark unhold kubeadm
apt-get install -y kubeadm="$LAB_UPGRADE_TO-*"
apt-mark hold kubeadm
kubeadm upgrade plan $LAB_UPGRADE_FLAGS
NODE
