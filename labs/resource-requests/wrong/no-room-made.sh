#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
give_main
give_agent
