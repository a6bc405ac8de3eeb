#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/changes.sh"
stop
give main cpu=25m,memory=16Mi cpu=25m,memory=16Mi
give agent "cpu=${LAB_CPU}m,memory=64Mi" "cpu=${LAB_CPU}m,memory=64Mi"
begin
