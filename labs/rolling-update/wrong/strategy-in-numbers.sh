#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# Of three pods, each of the shares is two.
set_strategy 2 "$LAB_UNAVAILABLE"
