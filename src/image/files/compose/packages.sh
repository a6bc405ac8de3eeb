#!/bin/bash
# Runs inside a container of a node image: makes Debian packages of the programs that kubeadm's
# documentation upgrades by apt. They hold the programs alone: services and their settings stay as
# the node image has them, so nothing is asked while one is installed.
# Usage: packages.sh OUTPUT-FOLDER
set -euo pipefail

folder=$1
# As pkgs.k8s.io names its packages.
version=$(sed 's/^v//' /kind/version)-1.1
arch=$(dpkg --print-architecture)
mkdir -p "$folder"
for name in kubeadm kubelet kubectl; do
  root=$(mktemp -d)
  mkdir -p "$root/DEBIAN"
  install -D --mode=0755 "/usr/bin/$name" "$root/usr/bin/$name"
  cat >"$root/DEBIAN/control" <<CONTROL
Package: $name
Version: $version
Architecture: $arch
Section: admin
Priority: optional
Maintainer: cka-lab <cka-lab@localhost>
Homepage: https://kubernetes.io
Description: $name of Kubernetes ${version%-*}
CONTROL
  dpkg-deb --root-owner-group -Zzstd -z1 --build "$root" "$folder/${name}_${version}_$arch.deb"
  rm -r "$root"
done
