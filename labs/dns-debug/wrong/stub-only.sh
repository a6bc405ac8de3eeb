#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
{
  k get configmap coredns -o jsonpath='{.data.Corefile}'
  stub_block "$(address_of names)"
} | configure
