#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
delete_work
make_claim
