#!/usr/bin/env bash
set -euo pipefail

# Goes on from without-upgrade-node: what was forgotten is done, on the drained worker.
kubectl drain "$LAB_CLUSTER-$LAB_WORKER" --ignore-daemonsets
cka-lab shell "$LAB_WORKER" -- bash -euxs <<'NODE'
kubeadm upgrade node $LAB_UPGRADE_FLAGS
systemctl restart kubelet
NODE
