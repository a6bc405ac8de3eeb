#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
leads_to=""
run_all
