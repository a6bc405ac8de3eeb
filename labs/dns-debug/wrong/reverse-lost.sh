#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
{
  main_block cluster.local
  stub_block "$(address_of names)"
} | configure
