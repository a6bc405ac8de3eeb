#!/usr/bin/env bash
# The programs of the etcd that runs, on the node's PATH; a published node image has none.
set -euo pipefail

image=/proc/$(pgrep --exact --oldest etcd)/root/usr/local/bin
for program in etcdctl etcdutl; do
  command -v "$program" >/dev/null || install "$image/$program" /usr/local/bin/
done
