#!/usr/bin/env bash
set -euo pipefail

# etcd's own container writes to the one folder that it shares with the node.
node=$(kubectl get nodes --output name)
node=${node#node/}
pki=/etc/kubernetes/pki/etcd
kubectl -n kube-system exec "etcd-$node" -- etcdctl \
  --endpoints=https://127.0.0.1:2379 --cacert=$pki/ca.crt --cert=$pki/peer.crt --key=$pki/peer.key \
  snapshot save "/var/lib/etcd/$LAB_SAVED"

# No manifest is moved: the kubelet starts etcd anew when its manifest changes.
cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
mv /var/lib/etcd/$LAB_SAVED /srv/$LAB_FOLDER/$LAB_SAVED
etcdutl snapshot restore /srv/$LAB_FOLDER/$LAB_OLDER --data-dir /srv/etcd-older
before=$(crictl --timeout 1m ps --name '^(kube-apiserver|etcd)$' --quiet)
sed -i 's#path: /var/lib/etcd$#path: /srv/etcd-older#' /etc/kubernetes/manifests/etcd.yaml
crictl --timeout 1m stop $before

# Not the old etcd, which the kubelet may have started once more.
until crictl --timeout 1m ps --name '^etcd$' --quiet |
  xargs --no-run-if-empty crictl --timeout 1m inspect |
  grep '"/srv/etcd-older"' >/dev/null; do
  sleep 1
done
until kubectl --kubeconfig /etc/kubernetes/admin.conf -n $LAB_NAMESPACE \
  get configmap $LAB_LOST &>/dev/null; do
  sleep 1
done
EOF
