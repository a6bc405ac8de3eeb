#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
stop
give_main
here scale deployment "$LAB_APP" --replicas=1
until_rolled_out
