#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# The variable comes from the key again, which is corrected too late.
k patch configmap "$LAB_SETTINGS" -p '{"data": {"mode": "undecided"}}'
k set env "deployment/$LAB_APP" "$LAB_VARIABLE-"
make_app
until_rolled_out
k patch configmap "$LAB_SETTINGS" -p '{"data": {"mode": "'"$LAB_MODE"'"}}'
