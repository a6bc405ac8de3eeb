#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
delete_work
claim_class="storageClassName: standard"
make_claim
make_pod
