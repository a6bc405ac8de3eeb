#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" set selector service "$LAB_SET" "app=$LAB_SET,$LAB_KEY=$LAB_VALUE-2"
