#!/bin/bash
# Makes the parts of the images that come from Debian packages. Runs as root, in a mount namespace
# of its own, so that nothing stays mounted when it is killed.
# Usage: debian.sh OUTPUT-FOLDER SUITE MIRROR [SECURITY-MIRROR]
# Writes to OUTPUT-FOLDER: node.tar, the file system of a node, and layers of container images:
# small.tar (busybox), net.tar (iptables and ipset, over small), nginx.tar (over small), static.tar
# (what a program without libraries needs).
set -euo pipefail

out=$1 suite=$2 mirror=$3 security=${4:-}
work=$(mktemp -d "$out/work.XXXXXX")
root=$work/root
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

node_packages=(
  systemd systemd-sysv ca-certificates openssl bash bash-completion
  iptables nftables ebtables ipset conntrack iproute2 iputils-ping ethtool kmod socat
  mount util-linux e2fsprogs procps runc jq curl wget less vim nano sudo
)

step() { echo "debian: $*"; }
inside() { chroot "$root" "$@"; }
pack() { tar --create --file "$1" --directory "$2" --sort=name --numeric-owner --one-file-system .; }

step "the base system, from $suite"
debootstrap --force-check-gpg --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror"

step "the packages of a node"
# What is never read on a node takes a third of its size.
cat >"$root/etc/dpkg/dpkg.cfg.d/smaller" <<'EOF'
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
EOF
cat >"$root/usr/sbin/policy-rc.d" <<'EOF'
#!/bin/sh
exit 101
EOF
chmod +x "$root/usr/sbin/policy-rc.d"
{
  echo "deb $mirror $suite main"
  if [ -n "$security" ]; then echo "deb $security $suite-security main"; fi
} >"$root/etc/apt/sources.list"
# This machine's way to the mirror (proxies, date checks) is the way from inside too.
apt-config dump | grep -E '^Acquire::(https?|Retries|Check-|ForceIPv)' >"$root/etc/apt/apt.conf.d/00host" || true
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
inside apt-get -qq update
inside apt-get -qq upgrade
inside apt-get -qq install --no-install-recommends "${node_packages[@]}"

# Unpacks packages, without running their scripts, over what is in the folder.
unpack() {
  local folder=$1 package
  shift
  mkdir -p "$root/debs" "$folder"
  rm -f "$root"/debs/*
  inside sh -c 'cd /debs && apt-get -qq download "$@"' sh "$@"
  for package in "$root"/debs/*.deb; do
    inside dpkg-deb --fsys-tarfile "/debs/$(basename "$package")" |
      tar --extract --directory "$folder" --keep-directory-symlink \
        --exclude='./usr/share/doc*' --exclude='./usr/share/man*' --exclude='./usr/share/locale*' \
        --exclude='./usr/share/lintian*' --exclude='./usr/share/bash-completion*' --exclude='./usr/lib/systemd*'
  done
}
# A folder with the merged /usr of Debian: /bin, /sbin and /lib point into /usr.
merged() {
  mkdir -p "$1"/usr/{bin,sbin,lib,lib64}
  ln -s usr/bin usr/sbin usr/lib usr/lib64 "$1"
}
# What the second folder has and the first has not.
only_new() {
  (cd "$2" && find . -mindepth 1 \( -type f -o -type l \) | sort) >"$work/all"
  (cd "$1" && find . -mindepth 1 \( -type f -o -type l \) | sort) >"$work/old"
  comm -13 "$work/old" "$work/all" >"$work/new"
  tar --create --file "$3" --directory "$2" --numeric-owner --files-from "$work/new"
}

step "the small layer"
small=$work/small
merged "$small"
unpack "$small" libc6 busybox
mkdir -p "$small"/{dev,etc,proc,root,run,sys,tmp,var/log,var/lib,home}
chmod 1777 "$small/tmp"
mkdir -p "$small/etc/ssl/certs"
cp "$root/etc/ssl/certs/ca-certificates.crt" "$small/etc/ssl/certs/"
cp "$root/usr/share/base-passwd/passwd.master" "$small/etc/passwd"
cp "$root/usr/share/base-passwd/group.master" "$small/etc/group"
sed -i 's/:\*:/:x:/' "$small/etc/passwd"
sed -i '/^root:/s#/bin/bash#/bin/sh#' "$small/etc/passwd"
cp "$root/etc/ld.so.conf" "$small/etc/" && cp -r "$root/etc/ld.so.conf.d" "$small/etc/"
echo 'hosts: files dns' >"$small/etc/nsswitch.conf"
chroot "$small" /bin/busybox --install -s
ldconfig -r "$small"
pack "$out/small.tar" "$small"

step "the layer for programs without libraries"
static=$work/static
mkdir -p "$static"/{etc/ssl/certs,tmp,root}
chmod 1777 "$static/tmp"
cp "$small/etc/ssl/certs/ca-certificates.crt" "$static/etc/ssl/certs/"
cp "$small"/etc/{passwd,group,nsswitch.conf} "$static/etc/"
pack "$out/static.tar" "$static"

step "the layer with iptables and ipset"
net=$work/net
cp -a "$small" "$net"
unpack "$net" iptables libxtables12 libip4tc2 libip6tc2 libnftnl11 libmnl0 libnfnetlink0 \
  libnetfilter-conntrack3 ipset libipset13 conntrack iproute2 libbpf1 libelf1 libbsd0 libmd0 \
  libcap2 libdb5.3 libtirpc3 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 \
  libkeyutils1 libssl3 libselinux1 libpcre2-8-0 zlib1g
ldconfig -r "$net"
install -m 0755 "$(dirname "$0")/iptables-by-host" "$net/usr/sbin/iptables-by-host"
for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
  ln -sf iptables-by-host "$net/usr/sbin/$name"
done
chroot "$net" /usr/sbin/xtables-nft-multi iptables --version
chroot "$net" /usr/sbin/ipset --version || true
chroot "$net" /bin/ip -V
chroot "$net" /usr/sbin/conntrack --version
only_new "$small" "$net" "$out/net.tar"

step "the nginx layer"
nginx=$work/nginx
cp -a "$small" "$nginx"
unpack "$nginx" nginx nginx-common libcrypt1 libpcre2-8-0 libssl3 zlib1g
rm -rf "$nginx"/etc/nginx "$nginx"/etc/{default,init.d,logrotate.d,ufw} "$nginx"/usr/share/{vim,nginx/modules-available} "$nginx/var/www"
ldconfig -r "$nginx"
cp -r "$(dirname "$0")/nginx/." "$nginx/"
mkdir -p "$nginx"/var/{log,cache,lib}/nginx
ln -sf /dev/stdout "$nginx/var/log/nginx/access.log"
ln -sf /dev/stderr "$nginx/var/log/nginx/error.log"
echo 'nginx:x:101:101:nginx:/nonexistent:/bin/false' >>"$nginx/etc/passwd"
echo 'nginx:x:101:' >>"$nginx/etc/group"
chroot "$nginx" /usr/sbin/nginx -v
only_new "$small" "$nginx" "$out/nginx.tar"
tar --append --file "$out/nginx.tar" --directory "$nginx" --numeric-owner --no-recursion \
  ./var/cache/nginx ./var/lib/nginx ./etc/passwd ./etc/group ./etc/ld.so.cache
tar --append --file "$out/net.tar" --directory "$net" --numeric-owner ./etc/ld.so.cache

step "packing the node's file system"
umount "$root/proc"
inside apt-get clean
rm -rf "$root"/debs "$root"/usr/sbin/policy-rc.d "$root"/etc/apt/apt.conf.d/00host \
  "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/etc/machine-id "$root"/etc/hostname \
  "$root"/etc/resolv.conf "$root"/usr/share/{doc,man,info,locale}/*
pack "$out/node.tar" "$root"
rm -rf "$work"
