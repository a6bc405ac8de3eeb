#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
write_errors
echo "$pod" >"$LAB_FILES/container.txt"
