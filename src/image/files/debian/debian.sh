#!/bin/bash
# Makes the parts of the images that come from Debian packages. Runs as root, in a mount namespace
# of its own, so that nothing stays mounted when it is killed.
# Usage: debian.sh OUTPUT-FOLDER SUITE MIRROR [SECURITY-MIRROR]
# Writes to OUTPUT-FOLDER: node.tar, the file system of a node, and layers of container images:
# small.tar (busybox), net.tar (iptables and ipset, over small), nginx.tar (over small), static.tar
# (what a program without libraries needs).
set -euo pipefail

out=$1 suite=$2 mirror=$3 security=${4:-}
work=$out/work
mkdir "$work"
root=$work/root
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

node_packages=(
  systemd systemd-sysv ca-certificates openssl bash bash-completion
  iptables nftables ebtables ipset conntrack iproute2 iputils-ping ethtool kmod socat
  mount util-linux e2fsprogs procps runc jq curl wget netcat-openbsd less vim nano sudo
)

step() { echo "debian: $*"; }
inside() { chroot "$root" "$@"; }
pack() {
  local file=$1 folder=$2
  shift 2
  tar --create --file "$file" --directory "$folder" --sort=name --numeric-owner --one-file-system "$@" .
}
install_packages() { inside apt-get -qq install --no-install-recommends "$@" >/dev/null; }

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
inside apt-get -qq upgrade >/dev/null
install_packages "${node_packages[@]}"
pack "$out/node.tar" "$root" --exclude='./proc/*' --exclude='./var/cache/apt/*.bin' \
  --exclude='./var/cache/apt/archives/*.deb' --exclude='./var/lib/apt/lists/*' --exclude='./var/log/*' \
  --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' \
  --exclude='./usr/share/info/*' --exclude=./usr/sbin/policy-rc.d --exclude=./etc/machine-id \
  --exclude=./etc/hostname --exclude=./etc/resolv.conf --exclude=./etc/apt/apt.conf.d/00host

step "the small layer"
install_packages busybox nginx-light
# A file with all that it points to.
copy() { # layer, file
  mkdir -p "$1$(dirname "$2")"
  cp --remove-destination --dereference --preserve=mode "$root$2" "$1$2"
}
# Programs, and plugins of programs, with the libraries that they load.
take() { # layer, programs
  local layer=$1 program library
  shift
  for program in "$@"; do
    copy "$layer" "$program"
    for library in $(inside ldd "$program" | grep -o '/[^ ]*'); do
      [ -e "$layer$library" ] || copy "$layer" "$library"
    done
  done
}
# The files of a layer that lies over the small one: those that are new, and those named.
pack_over_small() { # file, layer, changed files
  local file=$1 layer=$2
  shift 2
  (cd "$layer" && find . -mindepth 1 ! -type d) | sort >"$work/all"
  (cd "$small" && find . -mindepth 1 ! -type d) | sort >"$work/small-has"
  {
    comm -23 "$work/all" "$work/small-has"
    printf './%s\n' etc/ld.so.cache "$@"
    (cd "$layer" && find . -mindepth 1 -type d -empty)
  } >"$work/new"
  tar --create --file "$file" --directory "$layer" --numeric-owner --no-recursion --files-from "$work/new"
}

small=$work/small
mkdir -p "$small"/usr/{bin,sbin,lib,lib64} "$small"/{dev,etc/ssl/certs,home,proc,root,run,sys,tmp,var/log,var/lib}
ln -s usr/bin usr/sbin usr/lib usr/lib64 "$small"
chmod 1777 "$small/tmp"
copy "$small" /etc/ssl/certs/ca-certificates.crt
sed 's/:\*:/:x:/; /^root:/s#/bin/bash#/bin/sh#' "$root/usr/share/base-passwd/passwd.master" >"$small/etc/passwd"
cp "$root/usr/share/base-passwd/group.master" "$small/etc/group"
cp -r "$root"/etc/ld.so.conf "$root"/etc/ld.so.conf.d "$small/etc/"
echo 'hosts: files dns' >"$small/etc/nsswitch.conf"
take "$small" /bin/busybox
chroot "$small" /bin/busybox --install -s
# Debian's busybox crashes on `wget -T` and has no `nc -z`: the programs that they imitate stand in.
take "$small" /usr/bin/wget /bin/nc.openbsd
mv "$small/bin/nc.openbsd" "$small/bin/nc"
echo 'tries = 1' >"$small/etc/wgetrc"
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
take "$net" /usr/sbin/xtables-{nft,legacy}-multi /usr/sbin/ipset /usr/sbin/conntrack /bin/ip
for extension in "$root"/usr/lib/*/xtables/*.so; do take "$net" "${extension#"$root"}"; done
ln -sf ../bin/ip "$net/usr/sbin/ip"
copy "$net" /etc/iproute2/rt_tables
install -m 0755 "$(dirname "$0")/iptables-by-host" "$net/usr/sbin/iptables-by-host"
for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
  ln -sf iptables-by-host "$net/usr/sbin/$name"
done
ldconfig -r "$net"
chroot "$net" /usr/sbin/xtables-nft-multi iptables -m statistic --help | head -n 1
chroot "$net" /usr/sbin/conntrack --version
chroot "$net" /bin/ip -V
pack_over_small "$out/net.tar" "$net" usr/sbin/ip

step "the nginx layer"
nginx=$work/nginx
cp -a "$small" "$nginx"
take "$nginx" /usr/sbin/nginx /usr/bin/curl
cp -r "$(dirname "$0")/nginx/." "$nginx/"
mkdir -p "$nginx"/var/{log,cache,lib}/nginx
ln -sf /dev/stdout "$nginx/var/log/nginx/access.log"
ln -sf /dev/stderr "$nginx/var/log/nginx/error.log"
echo 'nginx:x:101:101:nginx:/nonexistent:/bin/false' >>"$nginx/etc/passwd"
echo 'nginx:x:101:' >>"$nginx/etc/group"
ldconfig -r "$nginx"
chroot "$nginx" /usr/sbin/nginx -v
chroot "$nginx" /usr/bin/curl --version >/dev/null
pack_over_small "$out/nginx.tar" "$nginx" etc/passwd etc/group
umount "$root/proc"
rm -rf "$work"
