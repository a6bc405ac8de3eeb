#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
key=limits
make_settings
k rollout restart "deployment/$LAB_APP"
