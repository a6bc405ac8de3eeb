#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# The policies are right again.
make_set
until_rolled_out
label=$LAB_SERVICE-pods
make_service
