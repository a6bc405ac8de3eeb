#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
the_strategy
back
until_rolled_out
