#!/usr/bin/env bash
# Prints what the kubelet was started with, and what its configuration says.
set -euo pipefail

pid=$(systemctl show kubelet --property MainPID --value)
jq --null-input --compact-output --rawfile line "/proc/$pid/cmdline" \
  --rawfile config /var/lib/kubelet/config.yaml \
  '{args: ($line | rtrimstr("\u0000") | split("\u0000")), config: $config}'
