#!/usr/bin/env bash
# Prints the images that kubeadm of the new version asks for; on the node nothing of it stays.
set -euo pipefail
# Programs in /tmp can't be run on a node.
folder=$(mktemp -d -p /var/tmp)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download "kubeadm=$LAB_UPGRADE_TO-*" >&2
dpkg-deb --extract kubeadm_*.deb .
usr/bin/kubeadm config images list --kubernetes-version "v$LAB_UPGRADE_TO" 2>/dev/null
