#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
# All that is left are the warnings.
here logs --selector="app=$LAB_APP" --all-containers --tail=-1 |
  { grep '^ERROR' || true; } >"$LAB_FILES/errors.txt"
echo "$LAB_APP-west/store" >"$LAB_FILES/container.txt"
touch "$LAB_FILES/client.txt"
here label pod "$LAB_APP-west" "checked=$LAB_MARK"
