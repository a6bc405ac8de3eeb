#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
volume_modes=ReadOnlyMany
make_all
