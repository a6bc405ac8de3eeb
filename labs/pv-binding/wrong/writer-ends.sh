#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
write_command=${write_command/ && sleep 86400/}
make_all
until_ready "$LAB_READER"
# Restarted at once a first time, then after ten seconds and more.
kubectl -n "$namespace" wait --timeout=60s "pod/$LAB_WRITER" \
  --for=jsonpath='{.status.containerStatuses[0].state.waiting.reason}'=CrashLoopBackOff
