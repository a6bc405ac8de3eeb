#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
the_strategy
update
until_rolled_out
back
give_cause
until_rolled_out
