#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
write_errors
sed -i 's/$/\r/' "$LAB_FILES/errors.txt"
