#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
k delete pod roll-call
