#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
remove_set
remove_pods
governor=$LAB_NAME
make_all
