/**
 * What can be run in a pod of an image that labs name: the programs that both the published image
 * and the one that is built here have. nginx is Debian with curl, and has no wget, ps or ping; no
 * image has bash here.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  // busybox:1.37 by `make defconfig`; Debian's busybox, with wget and nc beside it.
  busybox: `[ [[ arch arping ash awk base64 basename bc bunzip2 bzcat bzip2 cal cat chgrp chmod chown
    chroot clear cmp cp cpio cut date dc dd df diff dirname dmesg dnsdomainname dos2unix du echo egrep
    env expand expr factor fallocate false fgrep find fold free ftpget ftpput getopt grep groups
    gunzip gzip head hexdump hostid hostname httpd id ifconfig ip ipcalc kill killall last less link ln
    logger login logname ls lzcat md5sum mkdir mkfifo mknod mktemp more mount mv nc netstat nl nproc
    nsenter nslookup od paste patch pidof ping ping6 printf ps pwd readlink realpath renice reset rev
    rm rmdir route run-parts sed seq setsid sh sha1sum sha256sum sha3sum sha512sum shred shuf sleep
    sort stat strings stty sync sysctl tac tail tar taskset tee telnet test tftp time timeout top touch
    tr traceroute true truncate ts tty umount uname unexpand uniq unix2dos unlink unxz unzip uptime
    usleep uudecode uuencode vi watch wc wget which who whoami xargs xxd xzcat yes zcat`,
  // Debian's essential packages, nginx and curl; the same from busybox, nginx and curl.
  nginx: `[ arch awk base64 basename cat chgrp chmod chown chroot cmp cp curl cut date dd df diff dirname
    du echo egrep env expand expr factor false fgrep find fold getopt grep groups gunzip gzip head
    hostid hostname id link ln logname ls md5sum mkdir mkfifo mknod mktemp mount mv nginx nl nproc od
    paste printf pwd readlink realpath rm rmdir run-parts sed seq setsid sh sha1sum sha256sum sha512sum
    shred shuf sleep sort stat stty sync tac tail tar tee test timeout touch tr true truncate tty
    umount uname unexpand uniq unlink wc which whoami xargs yes zcat`,
};

const known = new Map(
  Object.entries(PROGRAMS).map(([name, list]) => [name, new Set(list.split(/\s+/))]),
);
/** Those of other bases, such as 1.29-alpine, have other programs. */
const TAG = /^(?:\d+(?:\.\d+)*|latest|stable|mainline)$/;

/** The programs of an image; undefined where they are not known. */
export function programsOfImage(reference: string): ReadonlySet<string> | undefined {
  const [name = '', tag = 'latest'] = reference
    .replace(/@.*/, '')
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
    .split(':');
  return TAG.test(tag) ? known.get(name) : undefined;
}
