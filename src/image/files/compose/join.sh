#!/bin/bash
# Runs inside a container of the node image that is upgraded from, after take.sh: adds an apt
# repository with the packages of both versions, installs and holds the node's own, and imports the
# images of the other.
set -euo pipefail

if mountpoint -q /var; then
  echo '/var is a volume of its own: what is written there would not be in the image' >&2
  exit 1
fi

# Outside of /var, which is copied to a volume for every node.
repository=/opt/kubernetes-packages
bash /build/packages.sh "$repository"
mv /store/packages/*.deb "$repository"
cd "$repository"
for file in *.deb; do
  dpkg-deb --field "$file"
  echo "Filename: ./$file"
  echo "Size: $(stat --format %s "$file")"
  echo "SHA256: $(sha256sum "$file" | cut -d ' ' -f 1)"
  echo
done >Packages
cat >Release <<RELEASE
Origin: Kubernetes
Label: Kubernetes
Date: $(date --utc --rfc-email)
SHA256:
 $(sha256sum Packages | cut -d ' ' -f 1) $(stat --format %s Packages) Packages
RELEASE

# Nothing else is reached from a node, so nothing else is asked.
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
  [ ! -f "$file" ] || mv "$file" "$file.disabled"
done
mkdir -p /etc/apt/sources.list.d
# Unsigned: it comes from the node's own disk.
echo "deb [trusted=yes] file:$repository ./" >/etc/apt/sources.list.d/kubernetes.list
export DEBIAN_FRONTEND=noninteractive
apt-get update
version=$(sed 's/^v//' /kind/version)
apt-get install --yes "kubeadm=$version-*" "kubelet=$version-*" "kubectl=$version-*"
apt-mark hold kubeadm kubelet kubectl

source /build/containerd.sh
start_containerd
cd /store/images
# One that both versions name stays as it is.
known=$(ctr --namespace k8s.io images list -q)
entries=()
while read -r name config layer; do
  if ! grep --quiet --line-regexp --fixed-strings "$name" <<<"$known"; then
    entries+=("{\"Config\":\"$config.json\",\"RepoTags\":[\"$name\"],\"Layers\":[\"$layer.tar\"]}")
  fi
done </store/list
# As `docker save` writes it.
(IFS=, && echo "[${entries[*]}]") >manifest.json
tar --create . |
  ctr --namespace k8s.io images import --local --discard-unpacked-layers \
    --label io.cri-containerd.pinned=pinned -
# Asks for the packed layers to be dropped now.
ctr --namespace k8s.io content prune references >/dev/null
stop_containerd

# Only what is new, so that the rest stays in the layers that it is in.
cp -a --no-clobber "$store/." /var/lib/containerd/
(cd "$store" && find . -name '*.db' -exec cp --parents -a {} /var/lib/containerd/ \;)
rm -rf /run/* /tmp/* /var/cache/apt/*.bin
