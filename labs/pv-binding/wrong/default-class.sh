#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
claim_class=""
# With a selector no volume would be made.
leads_to=""
# Its provisioner makes volumes of no other mode.
claim_modes=ReadWriteOnce
run_all
