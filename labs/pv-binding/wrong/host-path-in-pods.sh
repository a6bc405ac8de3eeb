#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
backing="hostPath: { path: $folder }"
run_all
