#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
read_mount=$mount
run_all
