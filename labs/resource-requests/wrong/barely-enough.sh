#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
stop
give_agent
give main "cpu=${LAB_CPU}m,memory=40M" "cpu=${LAB_CPU}m,memory=40M"
begin
