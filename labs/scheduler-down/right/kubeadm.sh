#!/usr/bin/env bash
set -euo pipefail

# kubeadm writes both manifests anew from the settings that the cluster keeps.
kubectl -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' |
  cka-lab shell control-plane -- tee /root/cluster.yaml >/dev/null
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
rm -f /etc/kubernetes/kube-*.yaml
kubeadm init phase control-plane scheduler --config /root/cluster.yaml
kubeadm init phase control-plane controller-manager --config /root/cluster.yaml
SCRIPT

kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_DEPLOYMENT" \
  --patch "{\"spec\": {\"replicas\": $LAB_REPLICAS}}"
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
