#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
worker "$(terms "$linux_term")" "$(weighed "$LAB_HIGH" "$LAB_BEST")"
until_rolled_out "deployment/$LAB_WORKER"
