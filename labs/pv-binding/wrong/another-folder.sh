#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
folder=/srv/$LAB_NAMESPACE-catalogue/entries
run_all
