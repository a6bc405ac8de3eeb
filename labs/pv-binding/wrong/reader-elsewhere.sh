#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
read_mount="mountPath: /mnt, readOnly: true"
read_command=${read_command/$LAB_PATH//mnt}
run_all
