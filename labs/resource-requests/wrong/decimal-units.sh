#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
stop
give main "cpu=${LAB_CPU}m,memory=64M" "cpu=${LAB_CPU}m,memory=64M"
begin
until_rolled_out
