#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
worker "$(terms "$linux_term, {\"matchExpressions\": [$(in_label "$LAB_BEST")]}")" "$preferred"
