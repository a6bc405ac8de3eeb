#!/usr/bin/env bash
set -euo pipefail

# kubectl says where each line comes from; no line ends the files.
here() { kubectl -n "$LAB_NAMESPACE" "$@"; }
all=$(here logs --selector="app=$LAB_APP" --all-containers --prefix --tail=-1)
for pod in east north west; do
  for container in front store relay; do
    all+=$'\n'$(here logs "$LAB_APP-$pod" -c "$container" --previous 2>/dev/null |
      sed "s|^|[pod/$LAB_APP-$pod/$container] |" || true)
  done
done

errors=$(grep '^\[[^]]*] ERROR' <<<"$all")
sed "s/^\[[^]]*] //" <<<"$errors" >"$LAB_FILES/errors.txt"
origin=$(sed -n '1s|^\[pod/\([^]]*\)] .*|\1|p' <<<"$errors")
printf %s "$origin" >"$LAB_FILES/container.txt"
request=$(sed -n 's/.*ERROR request \(.*\) was lost$/\1/p' <<<"$errors")
printf %s "$(sed -n "s/.*INFO request $request from //p" <<<"$all")" >"$LAB_FILES/client.txt"
here patch pod "${origin%/*}" -p '{"metadata": {"labels": {"checked": "'"$LAB_MARK"'"}}}'
