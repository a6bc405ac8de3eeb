#!/usr/bin/env bash
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# Every log of every container, that of an instance before it included.
log() { here logs "$1" --container="$2" 2>/dev/null; }
before() { here logs "$1" --container="$2" --previous 2>/dev/null; }

for pod in $(here get pods --output=jsonpath='{.items[*].metadata.name}'); do
  for container in $(here get pod "$pod" --output=jsonpath='{.spec.containers[*].name}'); do
    { before "$pod" "$container" || true; log "$pod" "$container"; } >"$LAB_FILES/one.log"
    if grep '^ERROR' "$LAB_FILES/one.log" >"$LAB_FILES/found.txt"; then
      mv "$LAB_FILES/found.txt" "$LAB_FILES/errors.txt"
      echo "$pod/$container" >"$LAB_FILES/container.txt"
      here label pod "$pod" "checked=$LAB_MARK"
    fi
  done
done

request=$(sed -n 's/^ERROR request \(.*\) was lost$/\1/p' "$LAB_FILES/errors.txt")
here logs --selector="app=$LAB_APP" --container=front --tail=-1 |
  sed -n "s/^INFO request $request from //p" >"$LAB_FILES/client.txt"
rm -f "$LAB_FILES/one.log" "$LAB_FILES/found.txt"
