#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
repair
# The nodes' own server, which knows nothing of the domain.
{ main_block; stub_block "$(address_of names) /etc/resolv.conf"; } | configure
until_rolled_out
