#!/usr/bin/env bash
# Changes the settings of kubelets where kubeadm keeps them: no node has taken them over yet.
set -euo pipefail
export KUBECONFIG=/etc/kubernetes/super-admin.conf
kubectl -n kube-system get configmap kubelet-config --output yaml |
  sed "/^    maxPods:/d; s/^  kubelet: |\$/&\n    maxPods: $LAB_PODS/" |
  kubectl replace --filename - >/dev/null
kubectl -n kube-system get configmap kubelet-config --output yaml |
  grep --quiet "^    maxPods: $LAB_PODS\$"
