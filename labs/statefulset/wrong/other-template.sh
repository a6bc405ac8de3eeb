#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
remove_set
remove_pods
remove_third_claim
template=$LAB_CLAIM-new
make_all
