#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
write_container
write_client 'was not stored'
