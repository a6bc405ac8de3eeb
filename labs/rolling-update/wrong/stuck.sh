#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
k set image "deployment/$LAB_PRESS" web=nginx:1.299
