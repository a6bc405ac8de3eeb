#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
{
  main_block
  stub_block "names.$LAB_NAMESPACE.svc.cluster.local"
} | configure
