#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
log | grep '^ERROR' | sort -u >"$LAB_FILES/errors.txt"
