#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
{
  main_block
  printf '%s {\n    hosts {\n        192.0.2.%s ledger.%s\n    }\n}\n' \
    "$LAB_DOMAIN:53" "$LAB_HOST" "$LAB_DOMAIN"
} | configure
