#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
k scale deployment "$LAB_PRESS" --replicas=4
