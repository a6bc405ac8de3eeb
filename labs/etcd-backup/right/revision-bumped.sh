#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
# The address and the certificate that the API server uses.
pki=/etc/kubernetes/pki
address=$(grep --only-matching --perl-regexp -- '--advertise-client-urls=\K.*' \
  /etc/kubernetes/manifests/etcd.yaml)
etcdctl --endpoints="$address" --cacert=$pki/etcd/ca.crt \
  --cert=$pki/apiserver-etcd-client.crt --key=$pki/apiserver-etcd-client.key \
  snapshot save /srv/$LAB_FOLDER/$LAB_SAVED

manifests=/etc/kubernetes/manifests
mkdir -p /root/manifests
mv $manifests/kube-apiserver.yaml $manifests/etcd.yaml /root/manifests/
crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m stop

# Revisions go on above those that clients have seen, so no watch shows an old state as new.
etcdutl snapshot restore /srv/$LAB_FOLDER/$LAB_OLDER --data-dir /var/lib/older/etcd \
  --bump-revision 1000000000 --mark-compacted
sed -i 's#/var/lib/etcd$#/var/lib/older/etcd#' /root/manifests/etcd.yaml
mv /root/manifests/*.yaml $manifests/
until kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz &>/dev/null; do sleep 1; done
EOF
