#!/bin/bash
# Runs inside a container of Debian's file system and turns it into a node: our files and programs,
# services, and every image in containerd's store. /build holds node.tar and images/; /store is a
# volume, because containerd can't unpack layers on the container's own overlay.
set -euo pipefail

tar --extract --file /build/node.tar --directory / --keep-directory-symlink --no-overwrite-dir
chmod 0755 /usr/local/bin/* /usr/local/lib/cka-lab/* /usr/bin/kube* /opt/cni/bin/*
mkdir -p /etc/kubernetes/manifests /etc/cni/net.d /var/lib/kubelet /var/log/pods
ln -sf /proc/self/mounts /etc/mtab

systemctl set-default multi-user.target
systemctl enable containerd.service kubelet.service
# What has no place in a container: devices, consoles, kernel settings, timers.
systemctl mask \
  systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
  systemd-udev-trigger.service systemd-logind.service getty.target getty@tty1.service \
  console-getty.service systemd-binfmt.service proc-sys-fs-binfmt_misc.automount \
  dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
  sys-fs-fuse-connections.mount systemd-modules-load.service systemd-remount-fs.service \
  systemd-firstboot.service systemd-random-seed.service systemd-pstore.service \
  systemd-repart.service systemd-tmpfiles-setup.service systemd-journald-audit.socket \
  e2scrub_reap.service e2scrub_all.timer fstrim.timer apt-daily.timer apt-daily-upgrade.timer \
  dpkg-db-backup.timer systemd-tmpfiles-clean.timer
mkdir -p /var/log/journal

containerd --root /store --state /run/containerd --log-level warn &
server=$!
for _ in $(seq 100); do
  if ctr version >/dev/null 2>&1; then break; fi
  sleep 0.1
done
# Unpacked once here, not on every new node; the packed layers are dropped.
tar --create --directory /build/images . |
  ctr --namespace k8s.io images import --local --discard-unpacked-layers \
    --label io.cri-containerd.pinned=pinned -
ctr --namespace k8s.io images list -q
# Asks for the packed layers to be dropped now.
ctr --namespace k8s.io content prune references >/dev/null
kill "$server"
wait "$server" || true

rm -rf /var/lib/containerd
cp -a /store /var/lib/containerd
rm -rf /run/* /tmp/* /var/log/journal/*
