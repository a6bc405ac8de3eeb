#!/usr/bin/env bash
set -euo pipefail

# Goes on from forced-drain: the worker that was to be left alone gets the new kubelet.
other=worker
if [ "$LAB_WORKER" = worker ]; then other=worker2; fi
cka-lab shell "$other" -- bash -euxs <<'NODE'
apt-mark unhold kubelet
apt-get install -y kubelet="$LAB_UPGRADE_TO-*"
apt-mark hold kubelet
systemctl restart kubelet
NODE
