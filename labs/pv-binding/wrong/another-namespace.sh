#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
namespace=$LAB_NAMESPACE-annex
run_all
