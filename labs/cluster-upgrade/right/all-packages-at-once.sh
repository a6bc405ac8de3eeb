#!/usr/bin/env bash
set -euo pipefail

# Goes on from etcd-left-behind. All packages of a node in one go, by their whole version and in
# spite of the hold, which apt forgets then; pods are evicted one by one through the API.
version=$LAB_UPGRADE_TO-1.1
again() { until "$@"; do sleep 3; done; }
cka-lab shell control-plane -- bash -euxs "$version" <<'NODE'
kubeadm upgrade apply --yes "v$LAB_UPGRADE_TO" $LAB_UPGRADE_FLAGS
apt-get install -y --allow-change-held-packages {kubeadm,kubelet,kubectl}="$1"
apt-mark hold kubeadm kubelet kubectl
systemctl daemon-reload
systemctl restart kubelet
NODE
# The new kubelet restarts every container of its node, the API server too.
sleep 30
again kubectl get --raw /readyz

node=$LAB_CLUSTER-$LAB_WORKER
again kubectl cordon "$node"
pods=$(kubectl -n "$LAB_NAMESPACE" get pods --selector "app=$LAB_SERVICE" \
  --field-selector "spec.nodeName=$node" --output name)
for pod in $pods; do
  name=${pod#pod/}
  eviction='{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"'$name'"}}'
  until kubectl create --raw "/api/v1/namespaces/$LAB_NAMESPACE/pods/$name/eviction" -f - \
    <<<"$eviction"; do sleep 2; done
  kubectl -n "$LAB_NAMESPACE" wait --for=delete "$pod" --timeout=120s
done
cka-lab shell "$LAB_WORKER" -- bash -euxs "$version" <<'NODE'
apt-get update
apt-get install -y --allow-change-held-packages {kubeadm,kubelet,kubectl}="$1"
apt-mark hold kubeadm kubelet kubectl
kubeadm upgrade node $LAB_UPGRADE_FLAGS
systemctl daemon-reload
systemctl restart kubelet
NODE
again kubectl uncordon "$node"
