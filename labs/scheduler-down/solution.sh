#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
manifests=/etc/kubernetes/manifests

# Which one does not run, and what does it say? `crictl ps -a`, `crictl logs`, `journalctl -u kubelet`.
for name in kube-scheduler kube-controller-manager; do
  [ -e $manifests/$name.yaml ] || mv /etc/kubernetes/$name.yaml $manifests/
  sed -i \
    -e 's#\(image: .*\)-rc\.9$#\1#' \
    -e 's#\.config$#.conf#' \
    -e 's#--bind-adress=#--bind-address=#' \
    $manifests/$name.yaml
done
SCRIPT

kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
