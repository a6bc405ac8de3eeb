#!/bin/bash
# Makes the file system of an exam host from Debian packages. Runs as root, in a mount namespace of
# its own, so that nothing stays mounted when it is killed.
# Usage: exam-host.sh OUTPUT-FOLDER SUITE MIRROR [SECURITY-MIRROR]
# Writes OUTPUT-FOLDER/exam-host.tar.
set -euo pipefail

out=$1 suite=$2 mirror=$3 security=${4:-}
root=$out/root
export LC_ALL=C

step() { echo "exam-host: $*"; }

step "the base system, from $suite"
debootstrap --force-check-gpg --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror"
{
  echo "deb $mirror $suite main"
  if [ -n "$security" ]; then echo "deb $security $suite-security main"; fi
} >"$root/etc/apt/sources.list"
# This machine's way to the mirror (proxies, date checks) is the way from inside too.
apt-config dump | grep -E '^Acquire::(https?|Retries|Check-|ForceIPv)' >"$root/etc/apt/apt.conf.d/00host" || true
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"

step "the packages of an exam host"
chroot "$root" bash -c "$(cat "$(dirname "$0")/install.sh")"

step "packing it"
umount "$root/proc"
tar --create --file "$out/exam-host.tar" --directory "$root" --sort=name --numeric-owner \
  --one-file-system --exclude='./var/log/*' --exclude=./etc/machine-id --exclude=./etc/hostname \
  --exclude=./etc/resolv.conf --exclude=./etc/apt/apt.conf.d/00host .
rm -rf "$root"
