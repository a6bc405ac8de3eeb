#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
repair
{ main_block; stub_block "$(address_of names) $(k get service kube-dns -o jsonpath='{.spec.clusterIP}')"; } |
  configure
until_rolled_out
