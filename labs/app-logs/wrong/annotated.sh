#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
here label pods --all checked-
here annotate pod "$pod" "checked=$LAB_MARK"
here delete pod "$requests"
