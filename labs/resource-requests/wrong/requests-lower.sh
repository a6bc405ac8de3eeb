#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
stop
give_agent
give main "cpu=${LAB_CPU}m,memory=48Mi" "cpu=${LAB_CPU}m,memory=64Mi"
begin
until_rolled_out
