#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
backing="emptyDir: {}"
# Both run: the reader waits for a line in an empty folder.
run_all
