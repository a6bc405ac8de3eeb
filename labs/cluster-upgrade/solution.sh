#!/usr/bin/env bash
set -euo pipefail

# The new kubelet restarts every container of its node, the API server too: kubectl is repeated
# until that is over.
again() { until "$@"; do sleep 3; done; }

# The control plane: kubeadm first, and with it everything that it runs.
cka-lab shell control-plane -- bash -euxs <<'NODE'
apt-get update
apt-mark unhold kubeadm
apt-get install -y kubeadm="$LAB_UPGRADE_TO-*"
apt-mark hold kubeadm
kubeadm upgrade plan $LAB_UPGRADE_FLAGS
kubeadm upgrade apply --yes "v$LAB_UPGRADE_TO" $LAB_UPGRADE_FLAGS
NODE

# Then its kubelet, with no pods on it.
kubectl drain "$LAB_CLUSTER-control-plane" --ignore-daemonsets
cka-lab shell control-plane -- bash -euxs <<'NODE'
apt-mark unhold kubelet kubectl
apt-get install -y kubelet="$LAB_UPGRADE_TO-*" kubectl="$LAB_UPGRADE_TO-*"
apt-mark hold kubelet kubectl
systemctl daemon-reload
systemctl restart kubelet
NODE
again kubectl uncordon "$LAB_CLUSTER-control-plane"

# The worker: kubeadm writes the kubelet's settings anew, then the kubelet is upgraded.
cka-lab shell "$LAB_WORKER" -- bash -euxs <<'NODE'
apt-get update
apt-mark unhold kubeadm
apt-get install -y kubeadm="$LAB_UPGRADE_TO-*"
apt-mark hold kubeadm
until kubeadm upgrade node $LAB_UPGRADE_FLAGS; do sleep 3; done
NODE
again kubectl drain "$LAB_CLUSTER-$LAB_WORKER" --ignore-daemonsets
cka-lab shell "$LAB_WORKER" -- bash -euxs <<'NODE'
apt-mark unhold kubelet kubectl
apt-get install -y kubelet="$LAB_UPGRADE_TO-*" kubectl="$LAB_UPGRADE_TO-*"
apt-mark hold kubelet kubectl
systemctl daemon-reload
systemctl restart kubelet
NODE
again kubectl uncordon "$LAB_CLUSTER-$LAB_WORKER"
