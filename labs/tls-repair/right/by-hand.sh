#!/usr/bin/env bash
set -euo pipefail

# The manifest is moved away meanwhile; the certificate is made with openssl.
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
pki=/etc/kubernetes/pki
manifests=/etc/kubernetes/manifests
mv $manifests/kube-apiserver.yaml /root/
address=$(sed -n 's#.*--advertise-address=##p' /root/kube-apiserver.yaml)
names=$LAB_CLUSTER-control-plane,kubernetes,kubernetes.default,kubernetes.default.svc
names=DNS:${names//,/,DNS:},DNS:kubernetes.default.svc.cluster.local,DNS:localhost
openssl req -newkey rsa:2048 -nodes -keyout $pki/apiserver.key -subj /CN=kube-apiserver -out /root/apiserver.csr
openssl x509 -req -in /root/apiserver.csr -CA $pki/ca.crt -CAkey $pki/ca.key -set_serial 41 -days 200 \
  -extfile <(echo "subjectAltName=$names,IP:10.96.0.1,IP:127.0.0.1,IP:$address") -out $pki/apiserver.crt
sed -i -e '/--client-ca-file=/d; /--etcd-cafile=/d' \
  -e "s#^    - kube-apiserver\$#&\n    - --v=2\n    - --etcd-cafile=$pki/etcd/ca.crt\n    - --client-ca-file\n    - $pki/ca.crt#" \
  /root/kube-apiserver.yaml
until [ -z "$(crictl ps --quiet --name '^kube-apiserver$')" ]; do sleep 1; done
mv /root/kube-apiserver.yaml $manifests/
systemctl restart kubelet
SCRIPT
until kubectl get --raw /readyz &>/dev/null; do sleep 1; done
