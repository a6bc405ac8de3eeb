#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
volume_modes="ReadWriteOnce, ReadWriteMany, ReadOnlyMany"
claim_modes="$LAB_MODE, ReadOnlyMany"
run_all
