#!/usr/bin/env bash
# Prints what the API server was started with, and the digests of what is to stay.
set -euo pipefail

crictl ps --quiet --name '^kube-apiserver$' | xargs crictl inspect | jq --compact-output '{
  name: .status.metadata.name,
  image: .status.image.image,
  args: .info.runtimeSpec.process.args
}'
cd /etc/kubernetes
sha256sum "$PWD"/pki/{ca,front-proxy-ca,etcd/ca}.{crt,key} "$PWD"/pki/sa.{key,pub} \
  "$PWD"/manifests/{etcd,kube-controller-manager,kube-scheduler}.yaml
