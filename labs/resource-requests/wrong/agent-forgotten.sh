#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
stop
give_main
begin
until_rolled_out
