#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# The update's revision and the one before it are left.
k patch deployment "$LAB_PRESS" -p '{"spec": {"revisionHistoryLimit": 2}}'
k wait --for=delete --timeout=60s "replicaset/$LAB_PRESS-6b9f8d5c1"
