#!/usr/bin/env bash
set -euo pipefail

# Goes on from control-plane-only: the worker gets all packages, but kubeadm is not run there.
until kubectl drain "$LAB_CLUSTER-$LAB_WORKER" --ignore-daemonsets; do sleep 3; done
cka-lab shell "$LAB_WORKER" -- bash -euxs <<'NODE'
apt-get update
apt-mark unhold kubeadm kubelet kubectl
apt-get install -y kubeadm="$LAB_UPGRADE_TO-*" kubelet="$LAB_UPGRADE_TO-*" kubectl="$LAB_UPGRADE_TO-*"
apt-mark hold kubeadm kubelet kubectl
systemctl daemon-reload
systemctl restart kubelet
NODE
kubectl uncordon "$LAB_CLUSTER-$LAB_WORKER"
