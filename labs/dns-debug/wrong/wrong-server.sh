#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
{
  main_block
  stub_block "$(address_of "$LAB_SERVICE")"
} | configure
until_rolled_out
