#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
worker "$(terms "$linux_term")" \
  "$(weighed "$LAB_LOW" "$LAB_BEST"), $(weighed "$LAB_HIGH" "$LAB_GOOD")"
until_rolled_out "deployment/$LAB_WORKER"
