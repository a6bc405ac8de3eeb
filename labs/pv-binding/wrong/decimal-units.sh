#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
request=${LAB_REQUEST}M
run_all
