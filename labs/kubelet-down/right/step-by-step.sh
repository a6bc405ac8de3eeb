#!/usr/bin/env bash
set -euo pipefail

# Nothing is put on the node meanwhile; only what is wrong is touched.
kubectl cordon "$LAB_CLUSTER-worker"
kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_DEPLOYMENT" \
  --patch "{\"spec\": {\"replicas\": $LAB_REPLICAS}}"
port=$(cka-lab shell control-plane -- sed -n 's#^ *server: .*:##p' /etc/kubernetes/admin.conf)
cka-lab shell worker -- env "PORT=$port" bash -s <<'SCRIPT'
set -euo pipefail
systemctl is-active --quiet containerd || { systemctl start containerd && systemctl enable containerd; }
if ! systemctl is-enabled --quiet kubelet; then
  systemctl enable kubelet
  systemctl start kubelet
elif grep -q client-ca.crt /var/lib/kubelet/config.yaml; then
  sed -i 's#clientCAFile: .*#clientCAFile: "/etc/kubernetes/pki/ca.crt"#' /var/lib/kubelet/config.yaml
elif grep -q -e --container-runtime= /var/lib/kubelet/kubeadm-flags.env; then
  sed -i 's#--container-runtime=[a-z]* *##' /var/lib/kubelet/kubeadm-flags.env
else
  export KUBECONFIG=/etc/kubernetes/kubelet.conf
  server=$(kubectl config view -o jsonpath='{.clusters[0].cluster.server}')
  cluster=$(kubectl config view -o jsonpath='{.clusters[0].name}')
  kubectl config set-cluster "$cluster" --server "${server%:*}:$PORT"
  systemctl restart kubelet
fi
SCRIPT
kubectl uncordon "$LAB_CLUSTER-worker"
kubectl wait node "$LAB_CLUSTER-worker" --for condition=Ready --timeout 3m
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
