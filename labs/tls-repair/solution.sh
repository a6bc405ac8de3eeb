#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
export KUBECONFIG=/etc/kubernetes/admin.conf
pki=/etc/kubernetes/pki

# Does it run, and what does it say? `crictl ps -a`, `crictl logs ID`.
sed -i \
  -e 's#--client-ca-file=.*#--client-ca-file=/etc/kubernetes/pki/ca.crt#' \
  -e 's#--etcd-cafile=.*#--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt#' \
  /etc/kubernetes/manifests/kube-apiserver.yaml

# Is what it shows of this CA, and for the right names? `openssl x509 -in FILE -noout -text`.
if ! openssl verify -CAfile $pki/ca.crt $pki/apiserver.crt &>/dev/null ||
  ! openssl x509 -in $pki/apiserver.crt -noout -checkhost kubernetes | grep --quiet 'does match'; then
  mkdir -p /root/former
  mv $pki/apiserver.crt $pki/apiserver.key /root/former/
  kubeadm init phase certs apiserver --kubernetes-version "v$LAB_KUBERNETES" \
    --control-plane-endpoint "$LAB_CLUSTER-control-plane" --apiserver-cert-extra-sans localhost,127.0.0.1
fi

# Ended while there is no kubelet, the API server is started once, and at once: a new kubelet waits for
# no container that kept ending.
systemctl stop kubelet
crictl ps --quiet --name '^kube-apiserver$' | xargs --no-run-if-empty crictl stop >/dev/null
systemctl start kubelet
until kubectl get --raw /readyz &>/dev/null; do sleep 1; done
SCRIPT

# The others come back by themselves.
renewed() { kubectl -n kube-system get lease "$1" -o jsonpath='{.spec.renewTime}'; }
for name in kube-scheduler kube-controller-manager; do
  before=$(renewed "$name")
  until [ "$(renewed "$name")" != "$before" ]; do sleep 1; done
done
