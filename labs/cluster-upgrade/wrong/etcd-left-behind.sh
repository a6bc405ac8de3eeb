#!/usr/bin/env bash
set -euo pipefail

# The control plane is upgraded but for etcd.
cka-lab shell control-plane -- bash -euxs <<'NODE'
apt-get update
apt-mark unhold kubeadm
apt-get install -y kubeadm="$LAB_UPGRADE_TO-*"
kubeadm upgrade apply --yes "v$LAB_UPGRADE_TO" --etcd-upgrade=false $LAB_UPGRADE_FLAGS
NODE
