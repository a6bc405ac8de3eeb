#!/usr/bin/env bash
set -euo pipefail

# Goes on from kubelet-not-restarted.
kubectl drain "$LAB_CLUSTER-control-plane" --ignore-daemonsets
cka-lab shell control-plane -- bash -euxs <<'NODE'
systemctl daemon-reload
systemctl restart kubelet
NODE
# The new kubelet restarts every container of its node, the API server too.
sleep 30
until kubectl uncordon "$LAB_CLUSTER-control-plane"; do sleep 3; done
