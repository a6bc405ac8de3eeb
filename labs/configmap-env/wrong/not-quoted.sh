#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
debug=off
# The API server refuses it, and the pod waits for what is not there.
make_settings || true
make_app
