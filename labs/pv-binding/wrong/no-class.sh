#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
volume_class=""
claim_class='storageClassName: "",'
run_all
