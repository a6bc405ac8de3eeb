#!/usr/bin/env bash
# Saves the older snapshot, then loses a ConfigMap. Prints what the snapshot is and holds.
set -euo pipefail

pki=/etc/kubernetes/pki/etcd
export ETCDCTL_ENDPOINTS=https://127.0.0.1:2379
export ETCDCTL_CACERT=$pki/ca.crt ETCDCTL_CERT=$pki/server.crt ETCDCTL_KEY=$pki/server.key
snapshot=/srv/$LAB_FOLDER/$LAB_OLDER

mkdir -p "/srv/$LAB_FOLDER"
etcdctl get "/registry/configmaps/$LAB_NAMESPACE/" --prefix --write-out json
etcdctl snapshot save "$snapshot" >/dev/null 2>&1
etcdutl snapshot status "$snapshot" --write-out json
sha256sum <"$snapshot"
kubectl --kubeconfig /etc/kubernetes/admin.conf \
  -n "$LAB_NAMESPACE" delete configmap "$LAB_LOST" >/dev/null
