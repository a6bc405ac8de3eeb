#!/usr/bin/env bash
set -euo pipefail

# The kubelet registers its node once more.
kubectl delete node "$LAB_CLUSTER-worker"
cka-lab shell worker -- bash -s <<'SCRIPT'
set -euo pipefail
sed -i 's#/client-ca.crt$#/ca.crt#' /var/lib/kubelet/config.yaml
sed -i 's#--container-runtime=remote ##' /var/lib/kubelet/kubeadm-flags.env
sed -i 's#:6444$#:6443#' /etc/kubernetes/kubelet.conf
systemctl enable --quiet containerd kubelet
systemctl restart containerd kubelet
SCRIPT
until kubectl get node "$LAB_CLUSTER-worker" &>/dev/null; do sleep 1; done
kubectl wait node "$LAB_CLUSTER-worker" --for condition=Ready --timeout 3m
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
