#!/bin/bash
# Runs inside a container of the node image that is upgraded to. Writes to /store what a node needs
# for it: packages/, images/ with a layer and a configuration for each image, and a list of them
# with lines "NAME CONFIGURATION LAYER".
set -euo pipefail

bash /build/packages.sh /store/packages
source /build/containerd.sh
start_containerd
mkdir /store/images
cd /store/images
for name in $(kubeadm config images list --kubernetes-version "$(cat /kind/version)"); do
  # A node's store need not hold the packed layers any more, so each image becomes a single layer.
  root=$(mktemp -d)
  ctr --namespace k8s.io images mount "$name" "$root" >/dev/null
  tar --create --file layer --directory "$root" --sort=name --numeric-owner .
  ctr --namespace k8s.io images unmount "$root" >/dev/null
  layer=$(sha256sum layer | cut -d ' ' -f 1)
  mv layer "$layer.tar"
  # An image's id is the digest of its configuration.
  id=$(crictl inspecti --output go-template --template '{{.status.id}}' "$name")
  ctr --namespace k8s.io content get "$id" | tr -d '\n' |
    sed 's/"diff_ids": *\[[^]]*\]/"diff_ids":["sha256:'"$layer"'"]/' >config
  grep --quiet "$layer" config
  config=$(sha256sum config | cut -d ' ' -f 1)
  mv config "$config.json"
  echo "$name $config $layer" >>/store/list
done
stop_containerd
rm -rf "$store"
