#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
here delete pod visitor
