#!/usr/bin/env bash
set -euo pipefail

# Goes on from left-cordoned: all is done, but the next `apt-get upgrade` may take a new kubelet.
kubectl uncordon "$LAB_CLUSTER-$LAB_WORKER"
cka-lab shell "$LAB_WORKER" -- apt-mark unhold kubelet
