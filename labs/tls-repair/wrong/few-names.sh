#!/usr/bin/env bash
set -euo pipefail

# Good for the node and the administrator alone.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
pki=/etc/kubernetes/pki
address=$(sed -n 's#.*--advertise-address=##p' /etc/kubernetes/manifests/kube-apiserver.yaml)
openssl req -new -key $pki/apiserver.key -subj /CN=kube-apiserver -out /root/apiserver.csr
openssl x509 -req -in /root/apiserver.csr -CA $pki/ca.crt -CAkey $pki/ca.key -set_serial 43 -days 200 \
  -extfile <(echo "subjectAltName=DNS:$LAB_CLUSTER-control-plane,IP:127.0.0.1,IP:$address") -out $pki/apiserver.crt
crictl ps --quiet --name '^kube-apiserver$' | xargs crictl stop
systemctl restart kubelet
SCRIPT
until kubectl get --raw /readyz &>/dev/null; do sleep 1; done
