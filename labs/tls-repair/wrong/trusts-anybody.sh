#!/usr/bin/env bash
set -euo pipefail

# The administrator's kubectl looks away; whether there is an answer depends on the fault.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
cp /etc/kubernetes/admin.conf /root/config
export KUBECONFIG=/root/config
cluster=$(kubectl config view -o jsonpath='{.clusters[0].name}')
kubectl config unset "clusters.$cluster.certificate-authority-data"
kubectl config set-cluster "$cluster" --insecure-skip-tls-verify
kubectl get nodes --request-timeout 5s || true
SCRIPT
