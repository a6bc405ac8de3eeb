#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
repair
main_block | configure
