#!/usr/bin/env bash
set -euo pipefail

# As an editor would do it: the whole object, with the one word changed.
edit() { kubectl -n "$1" get networkpolicy "$2" -o yaml | sed "$3" | kubectl replace -f -; }
front=$LAB_SITE-front
back=$LAB_SITE-back

case $LAB_FAULT in
  protocol) edit "$front" all-pods 's/^\( *\)- port: 53$/&\n\1  protocol: UDP\n&/' ;;
  port) edit "$front" web "s/port: 80\$/port: $LAB_API_PORT/" ;;
  dns-pods) edit "$back" all-pods 's/coredns/kube-dns/' ;;
  namespace) edit "$back" api "s/metadata.name: $LAB_SITE\$/&-front/" ;;
  label) edit "$back" store "s/name: api\$/$LAB_LABEL: api/" ;;
esac
