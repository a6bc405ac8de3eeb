#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_OLD" "app=$LAB_OLD,track=live"
