#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
here delete deployment --all
here delete resourcequota,limitrange --all
