#!/usr/bin/env bash
# Prints what the components were started with, and the digests of the manifests.
set -euo pipefail

for name in kube-scheduler kube-controller-manager; do
  crictl ps --quiet --name "^$name$" | xargs crictl inspect | jq --compact-output '{
    name: .status.metadata.name,
    image: .status.image.image,
    args: .info.runtimeSpec.process.args
  }'
done
sha256sum /etc/kubernetes/manifests/*.yaml
