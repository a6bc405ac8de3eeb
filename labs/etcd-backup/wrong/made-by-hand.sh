#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
pki=/etc/kubernetes/pki/etcd
etcdctl --endpoints=https://127.0.0.1:2379 \
  --cacert=$pki/ca.crt --cert=$pki/server.crt --key=$pki/server.key \
  snapshot save /srv/$LAB_FOLDER/$LAB_SAVED

# What the older snapshot holds can be read; an object made again is another one all the same.
export KUBECONFIG=/etc/kubernetes/admin.conf
entry=$(kubectl -n $LAB_NAMESPACE get configmap $LAB_KEPT --output 'jsonpath={.data.entry}')
kubectl -n $LAB_NAMESPACE delete configmap $LAB_LATER $LAB_NEWEST
kubectl -n $LAB_NAMESPACE create configmap $LAB_LOST --from-literal="entry=$entry"
EOF
