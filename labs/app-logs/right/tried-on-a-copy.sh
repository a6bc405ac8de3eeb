#!/usr/bin/env bash
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

bash "$(dirname "$0")/../solution.sh"
# A copy of a pod to look around in, left behind; its name comes first in lists.
pod=$(cut -d / -f 1 "$LAB_FILES/container.txt")
here debug "$pod" --copy-to=a-copy --image=busybox:1.37 --container=look --attach=false -- sleep 3600
