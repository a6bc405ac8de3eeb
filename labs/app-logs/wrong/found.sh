#!/usr/bin/env bash
# What the solution knows and writes, for mistakes to get one thing wrong.
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

case $LAB_FAULT in
  running) pod=$LAB_APP-west container=store previous=false requests=$LAB_APP-north ;;
  restarted) pod=$LAB_APP-north container=relay previous=true requests=$LAB_APP-east ;;
esac

# log OPTION…: what the container that failed printed.
log() { here logs "$pod" --container="$container" --previous="$previous" "$@"; }

write_errors() { log | grep '^ERROR' >"$LAB_FILES/errors.txt"; }
write_container() { echo "$pod/$container" >"$LAB_FILES/container.txt"; }

# write_client TEXT: of the first error line with this text.
write_client() {
  local request
  request=$(log | grep '^ERROR' | grep -m 1 "$1" | cut -d ' ' -f 3)
  here logs "$requests" --container=front | sed -n "s/^INFO request $request from //p" \
    >"$LAB_FILES/client.txt"
}
