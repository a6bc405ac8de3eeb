#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
remove_set
here delete service "$LAB_SERVICE"
make_service
make_set
