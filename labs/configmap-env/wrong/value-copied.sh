#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
k set env "deployment/$LAB_APP" "$LAB_VARIABLE-"
k set env "deployment/$LAB_APP" "$LAB_VARIABLE=$LAB_MODE"
until_rolled_out
