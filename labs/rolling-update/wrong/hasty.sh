#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# One new pod at a time: all three take longer than it takes to go back.
set_strategy 1 0
update
give_cause
until [ "$(k get replicasets -o name | wc -l)" -gt 4 ]; do sleep 0.2; done
back
until_rolled_out
the_strategy
