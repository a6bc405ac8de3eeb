#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
write_client 'was lost'
here label pods --all --overwrite "checked=$LAB_MARK"
