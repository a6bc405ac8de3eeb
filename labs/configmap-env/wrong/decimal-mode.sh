#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
items="items: [{ key: limits.conf, path: $LAB_FILE }], defaultMode: ${LAB_PERMISSIONS#0}"
make_app
until_rolled_out
