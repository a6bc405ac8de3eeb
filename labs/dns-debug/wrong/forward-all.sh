#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
main_block | sed "s#/etc/resolv.conf#$(address_of names)#" | configure
