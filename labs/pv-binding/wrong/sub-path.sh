#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
mount="$mount, subPath: writings"
read_mount="$read_mount, subPath: writings"
run_all
