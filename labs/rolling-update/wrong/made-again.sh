#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# It runs what was asked, in the end: the variable is the right one already.
k get deployment "$LAB_PRESS" -o yaml | sed 's/nginx:1.29/nginx:1.28/' | k replace --force -f -
until_rolled_out
