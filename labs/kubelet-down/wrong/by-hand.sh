#!/usr/bin/env bash
set -euo pipefail

# It runs until somebody ends it.
cka-lab shell worker -- bash -s <<'SCRIPT'
set -euo pipefail
line=$(tr '\0' ' ' <"/proc/$(systemctl show kubelet --property MainPID --value)/cmdline")
systemctl stop kubelet
nohup $line &>/dev/null </dev/null &
SCRIPT
