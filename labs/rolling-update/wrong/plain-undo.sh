#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
k rollout undo "deployment/$LAB_PRESS"
until_rolled_out
