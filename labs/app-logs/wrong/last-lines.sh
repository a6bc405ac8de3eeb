#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
log --tail=10 | { grep '^ERROR' || true; } >"$LAB_FILES/errors.txt"
