#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
here patch resourcequota budget -p '{"spec": {"hard": {"requests.memory": "1Gi"}}}'
# The ReplicaSet tries again, now and not after its pause.
stop
begin
until_rolled_out
