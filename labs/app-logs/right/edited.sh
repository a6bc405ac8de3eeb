#!/usr/bin/env bash
set -euo pipefail

# Whole logs first, then everything else thrown out; an empty line is left at the end.
# Labels of other pods were tried and taken back.
source "$(dirname "$0")/../wrong/found.sh"
log >"$LAB_FILES/errors.txt"
sed -i '/^ERROR/!d' "$LAB_FILES/errors.txt"
echo >>"$LAB_FILES/errors.txt"
write_container
write_client 'was lost'
here label pods --all checked=no
here label pods --all checked-
here label pod "$pod" "checked=$LAB_MARK" owner=me
